package caravan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.lake.SentimentRow;
import caravan.source.Feeds;
import caravan.source.Fetched;
import caravan.testing.CaravanProcess;
import caravan.testing.Journal;
import caravan.testing.Services;
import caravan.testing.SharedData;
import caravan.testing.SharedDataSite;
import caravan.testing.TopicContents;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Real feeds, filings and pages through the whole journey, accounted for to the last article. */
class RealDataTest {

    private static final Logger LOG = LoggerFactory.getLogger(RealDataTest.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** An HTML page among the feeds. */
    private static final String NO_FEED = "unrecognized.rss";

    @TempDir
    private Path folder;

    @Test
    void everyArticleOfRealFeedsIsInTheLakeOrAccountedFor() throws IOException {
        Path data = SharedData.need("feeds").getParent();
        try (SharedDataSite site = SharedDataSite.serve(data);
                Application caravan = start(site);
                Journal journal = Journal.of(folder.resolve("data"))) {
            String brokers = caravan.addresses().kafkaBrokers();
            await("every feed was polled to its end")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> count(journal, "source_state where polls > 0")
                            == site.feeds().size());
            Set<String> emitted = TopicContents.keys(brokers, "hipri-events", "stdpri-events");
            await("what was emitted is analysed").atMost(Duration.ofMinutes(1)).until(() -> TopicContents.keys(
                            brokers, "analyzed-sentiment-hipri", "analyzed-sentiment-stdpri")
                    .equals(emitted));
            await("and in the lake").atMost(Duration.ofMinutes(1)).until(() -> ids(journal.rows())
                    .equals(emitted));
            await("and counted once per ticker").atMost(Duration.ofMinutes(1)).until(() -> journal.countsInRedis()
                    .equals(journal.rowsWithTicker()));

            long articles = count(journal, "seen_item");
            long skipped = skipped(caravan);
            await("dead letters are listed").atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                            emitted.size() + skipped + journal.deadLetters())
                    .as("emitted + skipped + dead letters")
                    .isEqualTo(articles));
            List<String> parsed = parsed(site);
            assertThat(journal.list("select article_id from caravan.seen_item"))
                    .as("the feeds' items")
                    .containsExactlyInAnyOrderElementsOf(new TreeSet<>(parsed));
            assertThat((long) TopicContents.count(brokers, "dead-letters"))
                    .as("dead letters in the topic and in the table")
                    .isEqualTo(journal.deadLetters());
            LOG.warn(
                    "items in the feeds {}, records emitted {} of articles {}",
                    parsed.size(),
                    TopicContents.count(brokers, "hipri-events", "stdpri-events"),
                    emitted.size());
            Map<String, Long> accesses = site.pageAccesses();
            List<SentimentRow> rows = journal.rows();
            report(journal, rows, accesses.size(), emitted.size(), skipped);

            assertThat(count(journal, "seen_item where finished_at is null"))
                    .as("items given up half-way")
                    .isZero();
            assertThat(accesses.values())
                    .as("a page is fetched once")
                    .hasSize(Math.toIntExact(articles))
                    .containsOnly(1L);
            assertThat(journal.rowsByTicker()).as("rows about nobody").doesNotContainKey("-");
            assertTextsAreWhole(site, rows);
            assertSegments(data, site, rows);
            assertThat(journal.list("select distinct error_message from caravan.dead_letter"))
                    .as("pages that are not there, by a relative link")
                    .allMatch(message -> message.endsWith("answered 404 Not Found"));
            assertFailing(caravan);
            assertNothingNewAtTheNextPoll(site, caravan, journal, accesses);
        }
    }

    /** The article of each item that can be read in the feeds, read apart from the journey. */
    private static List<String> parsed(SharedDataSite site) {
        return site.feeds().stream()
                .filter(feed -> !feed.equals(NO_FEED))
                .flatMap(feed -> new Feeds().parse(feed, fetched(site, feed)).items().stream())
                .map(item -> item.articleId().toString())
                .toList();
    }

    private static Fetched fetched(SharedDataSite site, String feed) {
        URI address = URI.create("%s/feeds/%s".formatted(site.url(), feed));
        return new Fetched(
                address,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                site.page(address),
                Instant.now());
    }

    /** Where the articles of each source went. */
    private static void report(Journal journal, List<SentimentRow> rows, int pages, int emitted, long skipped) {
        Map<String, Set<String>> arrived = rows.stream()
                .collect(groupingBy(SentimentRow::source, mapping(SentimentRow::articleId, Collectors.toSet())));
        LOG.warn("articles first seen in each source: in the lake + without ticker + dead letters");
        for (String source : journal.list("select name from caravan.source_state order by name")) {
            long seen = count(journal, "seen_item where source = '%s'".formatted(source));
            int inLake = arrived.getOrDefault(source, Set.of()).size();
            long dead = count(journal, "dead_letter where source = '%s'".formatted(source));
            LOG.warn("{} {} = {} + {} + {}", source, seen, inLake, seen - inLake - dead, dead);
        }
        LOG.warn(
                "in all {} = {} + {} + {}; pages fetched {}, rows {}",
                count(journal, "seen_item"),
                emitted,
                skipped,
                journal.deadLetters(),
                pages,
                rows.size());
    }

    /** Each text is more than its feed's summary, and is the page's own or the feed's whole. */
    private static void assertTextsAreWhole(SharedDataSite site, List<SentimentRow> rows) throws IOException {
        for (SentimentRow row : rows) {
            String text = row.text().orElseThrow();
            JsonNode item = MAPPER.readTree(row.rawPayload().orElseThrow()).get("source");
            String summary = Stream.of(item.path("description"), item.path("summary"), item.at("/summary/#text"))
                    .map(JsonNode::asText)
                    .collect(Collectors.joining());
            assertThat(text.length())
                    .as("length of the text of %s", row.sourceUrl())
                    .isGreaterThan(Jsoup.parse(summary).text().length());
            byte[] page = site.page(URI.create(row.sourceUrl()));
            String start = solid(text.lines().findFirst().orElseThrow());
            assertThat(solid(Jsoup.parse(new ByteArrayInputStream(page), null, row.sourceUrl())
                                            .text())
                                    .contains(start)
                            // Some pages have their text for programs only, in JSON that spells out its quotes.
                            || solid(new String(page, UTF_8).replace("\\\"", "\""))
                                    .contains(start)
                            || solid(Jsoup.parse(strings(item)).text()).contains(start))
                    .as("the text of %s is that of its page: %s", row.sourceUrl(), start)
                    .isTrue();
        }
    }

    private static String strings(JsonNode node) {
        return node.isValueNode()
                ? node.asText()
                : StreamSupport.stream(node.spliterator(), false)
                        .map(RealDataTest::strings)
                        .collect(Collectors.joining(" "));
    }

    /** What is left without white space, which depends on how a page's elements are taken for lines or words. */
    private static String solid(String text) {
        return text.replaceAll("[\\s\\p{Z}]+", "");
    }

    /** A feed that is none is a failing source, with the reason. */
    private static void assertFailing(Application caravan) throws IOException {
        Map<String, String> failing = new TreeMap<>();
        for (JsonNode source : MAPPER.readTree(CaravanProcess.get(caravan.http().resolve("/api/sources")))) {
            if (!source.get("state").asText().equals("ok")) {
                failing.put(
                        source.get("name").asText(), source.get("last_error").asText());
            }
        }
        assertThat(failing).containsOnlyKeys("unrecognized-rss");
        assertThat(failing.get("unrecognized-rss")).contains("looks like an HTML page");
    }

    private static void assertNothingNewAtTheNextPoll(
            SharedDataSite site, Application caravan, Journal journal, Map<String, Long> accesses) {
        String brokers = caravan.addresses().kafkaBrokers();
        int emitted = TopicContents.count(brokers, "hipri-events", "stdpri-events");
        long articles = count(journal, "seen_item");
        long polls = journal.query("select max(polls) from caravan.source_state", Long::parseLong);
        await("every feed was polled to its end once more")
                .atMost(Duration.ofMinutes(1))
                .until(() -> journal.query("select min(polls) from caravan.source_state", Long::parseLong) > 1
                        && journal.query("select max(polls) from caravan.source_state", Long::parseLong) > polls + 1);
        assertThat(TopicContents.count(brokers, "hipri-events", "stdpri-events"))
                .as("articles emitted")
                .isEqualTo(emitted);
        assertThat(count(journal, "seen_item")).as("articles seen").isEqualTo(articles);
        assertThat(site.pageAccesses()).as("pages fetched").isEqualTo(accesses);
    }

    /** How many articles ended at enrichment because no company was found in them. */
    private static long skipped(Application caravan) {
        return CaravanProcess.get(caravan.http().resolve("/observe/metrics"))
                .lines()
                .filter(line -> line.startsWith("caravan_articles_total") && line.contains("outcome=\"no-ticker\""))
                .mapToLong(line -> Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ')))))
                .sum();
    }

    /** The real pages' known segments are in the texts of the lake, not those of menus and advertising. */
    private static void assertSegments(Path data, SharedDataSite site, List<SentimentRow> rows) throws IOException {
        Map<String, String> texts = rows.stream()
                .collect(Collectors.toMap(
                        SentimentRow::sourceUrl, row -> row.text().orElseThrow(), (first, second) -> first));
        JsonNode expected = MAPPER.readTree(data.resolve("pages/expected.json").toFile());
        int wanted = 0;
        int kept = 0;
        for (Map.Entry<String, JsonNode> page : expected.properties()) {
            String text = squeezed(texts.getOrDefault(site.document(page.getKey()), ""));
            for (JsonNode segment : page.getValue().get("with")) {
                wanted++;
                kept += text.contains(squeezed(segment.asText())) ? 1 : 0;
            }
        }
        LOG.warn("{} of {} segments that belong to the articles are in the lake", kept, wanted);
        assertThat((double) kept / wanted).as("share of wanted segments kept").isGreaterThan(0.85);
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static Set<String> ids(List<SentimentRow> rows) {
        return rows.stream().map(SentimentRow::articleId).collect(Collectors.toSet());
    }

    private static long count(Journal journal, String from) {
        return journal.query("select count(*) from caravan." + from, Long::parseLong);
    }

    private Application start(SharedDataSite site) throws IOException {
        Path sources = folder.resolve("sources.yaml");
        Stream<String> entries = site.feeds().stream()
                .map(feed -> "  - {name: %s, url: \"%s/feeds/%s\", cron: \"0/2 * * * * ?\"%s}%n"
                        .formatted(
                                feed.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"),
                                site.url(),
                                feed,
                                // So that each page and filing gets into the lake, whoever it is about.
                                feed.equals(SharedDataSite.ALL) ? ", tickers: [SPY]" : ""));
        Files.writeString(sources, "sources:\n" + entries.collect(Collectors.joining()));
        return Application.start(Services.settings(Map.ofEntries(
                Map.entry("caravan.data", folder.resolve("data").toString()),
                Map.entry("sources.file", sources.toString()),
                Map.entry("models.file", "classpath:lexicon-only.yaml"),
                Map.entry("fetch.allowed-hosts", site.url().getAuthority()),
                Map.entry("fetch.connections-per-host", "16"),
                // The same few pages stand for many articles' here.
                Map.entry("dedupe.window", "0s"),
                Map.entry("http.port", "0"),
                Map.entry("embedded.kafka.port", "0"),
                Map.entry("embedded.redis.port", "0"),
                Map.entry("embedded.postgres.port", "0"))));
    }
}
