package caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.lake.SentimentRow;
import caravan.testing.Journal;
import caravan.testing.Services;
import caravan.testing.SharedData;
import caravan.testing.SharedDataSite;
import caravan.testing.TopicContents;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Real feeds, filings and pages through the whole journey, accounted for to the last article. */
class RealDataTest {

    private static final Logger LOG = LoggerFactory.getLogger(RealDataTest.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void whatTheSiteServedIsInTheLakeOrAccountedFor() throws IOException {
        Path data = SharedData.need("feeds").getParent();
        try (SharedDataSite site = SharedDataSite.serve(data);
                Application caravan = start(site);
                Journal journal = Journal.of(folder.resolve("data"))) {
            await("every feed was polled to its end")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> count(journal, "caravan.source_state where polls > 0")
                            == site.feeds().size());
            Map<String, Long> accesses = site.pageAccesses();

            long items = sum(journal, "items", "caravan.source_state");
            long articles = count(journal, "caravan.seen_item");
            long unfinished = count(journal, "caravan.seen_item where finished_at is null");
            Set<String> emitted =
                    TopicContents.keys(caravan.addresses().kafkaBrokers(), "hipri-events", "stdpri-events");
            await("dead letters are listed")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> emitted.size() + journal.deadLetters() == articles);
            long deadLetters = journal.deadLetters();
            await("what was emitted is analysed").atMost(Duration.ofMinutes(1)).until(() -> TopicContents.keys(
                            caravan.addresses().kafkaBrokers(), "analyzed-sentiment-hipri", "analyzed-sentiment-stdpri")
                    .equals(emitted));
            await("and in the lake").atMost(Duration.ofMinutes(1)).until(() -> ids(journal.rows())
                    .equals(emitted));
            await("and counted").atMost(Duration.ofMinutes(1)).until(() -> journal.countsInRedis()
                    .equals(journal.rowsWithTicker()));

            List<SentimentRow> rows = journal.rows();
            Set<String> urls = rows.stream()
                    .map(SentimentRow::sourceUrl)
                    .filter(url -> !url.isEmpty())
                    .collect(Collectors.toSet());
            int withoutPage = emitted.size() - urls.size();
            LOG.warn(
                    "items {} = articles {} + seen again {}; articles {} = emitted {} + dead letters {};"
                            + " pages fetched {} (requests {}); lake rows {}, without a page {}",
                    items,
                    articles,
                    items - articles,
                    articles,
                    emitted.size(),
                    deadLetters,
                    accesses.size(),
                    accesses.values().stream().mapToLong(Long::longValue).sum(),
                    rows.size(),
                    withoutPage);

            assertThat(unfinished).as("items given up half-way").isZero();
            assertThat(articles).isEqualTo(emitted.size() + deadLetters);
            assertThat(accesses.keySet())
                    .as("every page in the lake was fetched")
                    .containsAll(urls);
            assertThat((long) accesses.size())
                    .as("every page that was fetched is in the lake or a dead letter")
                    .isEqualTo(urls.size()
                            + count(journal, "caravan.dead_letter where error_message like '%" + site.url() + "%'"));
            assertThat(rows)
                    .allSatisfy(row -> assertThat(row.text().orElseThrow()).isNotBlank());
            assertWholeTexts(data, site, rows);
            assertThat(journal.query(
                            "select last_error from caravan.source_state where name = 'unrecognized-rss'",
                            Function.identity()))
                    .as("the feed that is a page")
                    .containsIgnoringCase("html");
        }
    }

    /** The real pages' known segments are in the texts of the lake, not those of menus and advertising. */
    private static void assertWholeTexts(Path data, SharedDataSite site, List<SentimentRow> rows) throws IOException {
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
        return journal.query("select count(*) from " + from, Long::parseLong);
    }

    private static long sum(Journal journal, String column, String from) {
        return journal.query("select sum(%s) from %s".formatted(column, from), Long::parseLong);
    }

    private Application start(SharedDataSite site) throws IOException {
        Path sources = folder.resolve("sources.yaml");
        Stream<String> entries = site.feeds().stream()
                .map(feed -> "  - {name: %s, url: \"%s/feeds/%s\", cron: \"0/2 * * * * ?\"}%n"
                        .formatted(feed.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"), site.url(), feed));
        Files.writeString(sources, "sources:\n" + entries.collect(Collectors.joining()));
        return Application.start(Services.settings(Map.of(
                "caravan.data", folder.resolve("data").toString(),
                "sources.file", sources.toString(),
                "fetch.allowed-hosts", site.url().getAuthority(),
                "fetch.connections-per-host", "16",
                // An article about nobody gets a row too, so that all can be accounted for.
                "enrich.require-ticker", "false",
                "http.port", "0",
                "embedded.kafka.port", "0",
                "embedded.redis.port", "0",
                "embedded.postgres.port", "0")));
    }
}
