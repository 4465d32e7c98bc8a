package caravan.embedded.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnavailableException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.io.SyndFeedInput;
import com.rometools.rome.io.XmlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import net.dankito.readability4j.Readability4J;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleWireTest {

    private static final Instant ANCHOR = Instant.parse("2026-01-05T12:00:00Z");
    private static final int OUT = 150;

    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private SampleWire wire;

    @BeforeEach
    void start() {
        wire = SampleWire.start(settings());
    }

    @AfterEach
    void stop() {
        wire.close();
    }

    @Test
    void rssListsTheNewestOfTheNewsDeskWithSummariesOnly() throws Exception {
        SyndFeed feed = xmlFeed("news");
        assertThat(feed.getFeedType()).isEqualTo("rss_2.0");
        assertThat(feed.getTitle()).contains("Sample");
        isTheNewestOf(Desk.NEWS, feed);
    }

    @Test
    void atomListsTheNewestOfTheFilingsDeskWithSummariesOnly() throws Exception {
        SyndFeed feed = xmlFeed("filings");
        assertThat(feed.getFeedType()).isEqualTo("atom_1.0");
        assertThat(feed.getTitle()).contains("Sample");
        isTheNewestOf(Desk.FILINGS, feed);
    }

    @Test
    void jsonFeedCarriesTheWholeTextOfTheSocialDesk() throws Exception {
        HttpResponse<byte[]> response = get(feed("social").url());
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/feed+json; charset=utf-8");
        JsonNode feed = new ObjectMapper().readTree(response.body());
        assertThat(feed.path("version").asText()).isEqualTo("https://jsonfeed.org/version/1.1");
        assertThat(feed.path("title").asText()).contains("Sample");
        assertThat(feed.path("feed_url").asText())
                .isEqualTo(feed("social").url().toString());
        assertThat(feed.path("items")).isNotEmpty().allSatisfy(item -> {
            WireArticle article = articleAt(item.path("url").asText());
            assertThat(article.desk()).isEqualTo(Desk.SOCIAL);
            assertThat(item.path("id").asText()).isNotBlank();
            assertThat(item.path("title").asText()).isEqualTo(article.title());
            assertThat(Instant.parse(item.path("date_published").asText())).isEqualTo(article.published());
            assertThat(Jsoup.parse(item.path("content_html").asText())
                            .select("p")
                            .eachText())
                    .isEqualTo(article.paragraphs());
        });
    }

    @Test
    void theFeedOfAllDesksListsTheNewestArticlesInOrder() throws Exception {
        assertThat(xmlFeed("all").getEntries())
                .extracting(entry -> articleAt(entry.getLink()).number())
                .containsExactlyElementsOf(LongStream.rangeClosed(OUT - 60, OUT - 1)
                        .map(number -> 2L * OUT - 61 - number)
                        .boxed()
                        .toList());
    }

    @Test
    void anArticlesTextIsRecoveredFromItsPageWhateverTheLayout() throws Exception {
        for (long number = 0; number < OUT; number++) {
            WireArticle article = wire.article(number);
            URI url = wire.url().resolve(article.path());
            String extracted =
                    new Readability4J(url.toString(), text(get(url))).parse().getTextContent();
            assertThat(shareOfWords(article.text(), extracted))
                    .as("text of %s found", url)
                    .isGreaterThan(0.95);
            assertThat(shareOfWords(extracted, article.title() + ' ' + article.text()))
                    .as("text of %s undiluted", url)
                    .isGreaterThan(0.6);
        }
    }

    @Test
    void aPageSaysThatItIsASampleOutsideTheArticleAndDescribesItselfToMachines() throws Exception {
        for (long number = 0; number < 3; number++) {
            WireArticle article = wire.article(number);
            URI url = wire.url().resolve(article.path());
            Document page = Jsoup.parse(text(get(url)), url.toString());
            assertThat(page.text()).contains("Sample article for demonstration; the events are invented");
            assertThat(page.selectFirst("article").text()).doesNotContain("the events are invented");
            assertThat(page.selectFirst("link[rel=canonical]").attr("href")).isEqualTo(url.toString());
            assertThat(page.selectFirst("meta[property=og:title]").attr("content"))
                    .isEqualTo(article.title());
            JsonNode metadata = new ObjectMapper()
                    .readTree(
                            page.selectFirst("script[type=application/ld+json]").data());
            assertThat(metadata.path("headline").asText()).isEqualTo(article.title());
            assertThat(metadata.path("datePublished").asText())
                    .isEqualTo(article.published().toString());
            assertThat(metadata.has("articleBody")).isFalse();
            assertThat(page.select("article p").eachText()).containsAll(article.paragraphs());
        }
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() throws Exception {
        for (URI url : List.of(
                feed("news").url(),
                feed("social").url(),
                wire.url(),
                wire.url().resolve(wire.article(3).path()))) {
            HttpResponse<byte[]> first = get(url);
            String etag = first.headers().firstValue("ETag").orElseThrow();
            String modified = first.headers().firstValue("Last-Modified").orElseThrow();
            assertThat(first.headers().firstValue("Cache-Control")).isPresent();
            assertThat(get(url, "If-None-Match", etag)).satisfies(response -> {
                assertThat(response.statusCode()).isEqualTo(304);
                assertThat(response.body()).isEmpty();
                assertThat(response.headers().firstValue("ETag")).hasValue(etag);
            });
            assertThat(get(url, "If-None-Match", "\"another\", " + etag).statusCode())
                    .isEqualTo(304);
            assertThat(get(url, "If-Modified-Since", modified).statusCode()).isEqualTo(304);
            assertThat(get(url, "If-None-Match", "\"another\"").statusCode()).isEqualTo(200);
            assertThat(get(url, "If-Modified-Since", "Sun, 04 Jan 2026 00:00:00 GMT")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(get(url, "If-Modified-Since", "yesterday").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aFeedThatGrowsFasterThanDatesCanTellIsNotValidatedByDate() throws Exception {
        try (SampleWire fast = SampleWire.start(WireSettings.of(ANCHOR, Duration.ofMillis(10)))) {
            HttpResponse<byte[]> feed = get(fast.feeds().get(0).url());
            assertThat(feed.headers().firstValue("ETag")).isPresent();
            assertThat(feed.headers().firstValue("Last-Modified")).isEmpty();
        }
    }

    @Test
    void headAnswersLikeGetWithoutTheBody() throws Exception {
        URI url = wire.url().resolve(wire.article(5).path());
        HttpResponse<byte[]> head = client.send(
                HttpRequest.newBuilder(url)
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length")).hasValue(String.valueOf(get(url).body().length));
    }

    @Test
    void gzipIsSentToThoseWhoAcceptIt() throws Exception {
        URI url = wire.url().resolve(wire.article(5).path());
        HttpResponse<byte[]> compressed = get(url, "Accept-Encoding", "br, gzip;q=0.8");
        assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes())
                .isEqualTo(get(url).body());
        assertThat(get(url, "Accept-Encoding", "gzip;q=0").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void whatIsNotThereOrNotOutYetIsNotFound() throws Exception {
        assertThat(get(wire.url().resolve("/nothing")).statusCode()).isEqualTo(404);
        assertThat(get(wire.url().resolve("/articles/1-another-slug.html")).statusCode())
                .isEqualTo(404);
        assertThat(get(wire.url().resolve(wire.article(OUT).path())).statusCode())
                .isEqualTo(404);
        assertThat(get(wire.url().resolve("/trouble/feed.xml")).statusCode()).isEqualTo(404);
    }

    @Test
    void onlyReadingIsAllowed() throws Exception {
        HttpResponse<byte[]> response = client.send(
                HttpRequest.newBuilder(wire.url())
                        .POST(HttpRequest.BodyPublishers.ofString("hello"))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void theHomePageLinksToTheLatestArticlesAndTheFeeds() throws Exception {
        Document page = Jsoup.parse(text(get(wire.url())), wire.url().toString());
        assertThat(page.select("ul.latest a")).hasSize(60);
        assertThat(page.select("ul.latest a").first().absUrl("href"))
                .isEqualTo(wire.url().resolve(wire.article(OUT - 1).path()).toString());
        assertThat(page.select("link[rel=alternate]")).hasSize(4);
        assertThat(text(get(wire.url().resolve("/robots.txt")))).contains("User-agent: *");
    }

    @Test
    void beforeTheAnchorThereAreFeedsWithoutArticles() throws Exception {
        Clock early = Clock.fixed(ANCHOR.minusSeconds(1), ZoneOffset.UTC);
        try (SampleWire young = SampleWire.start(settings().withClock(early))) {
            assertThat(young.published()).isZero();
            for (WireFeed feed : young.feeds()) {
                assertThat(get(feed.url()).statusCode()).isEqualTo(200);
            }
            SyndFeed feed = parsed(get(young.feeds().get(0).url()));
            assertThat(feed.getEntries()).isEmpty();
        }
    }

    @Test
    void everyRequestIsInTheLogAndInItsFileWhenTheReaderHasTheAnswer() throws Exception {
        Path file = folder.resolve("log/access.jsonl");
        int readers = 4;
        int each = 100;
        try (SampleWire logged = SampleWire.start(settings().withAccessLog(1000, file))) {
            ExecutorService pool = Executors.newFixedThreadPool(readers);
            try {
                List<Future<?>> running = new ArrayList<>();
                for (int reader = 0; reader < readers; reader++) {
                    int first = reader;
                    running.add(pool.submit(() -> {
                        for (int i = 0; i < each; i++) {
                            WireArticle article = logged.article((first * 37L + i) % OUT);
                            assertThat(get(logged.url().resolve(article.path())).statusCode())
                                    .isEqualTo(200);
                        }
                        return null;
                    }));
                }
                for (Future<?> done : running) {
                    done.get();
                }
            } finally {
                pool.shutdown();
            }
            HttpResponse<byte[]> missing = get(logged.url().resolve("/nothing?x=1"));
            List<Access> accesses = logged.accessLog().toList();
            assertThat(accesses).hasSize(readers * each + 1);
            assertThat(accesses.get(accesses.size() - 1)).satisfies(access -> {
                assertThat(access.method()).isEqualTo("GET");
                assertThat(access.path()).isEqualTo("/nothing");
                assertThat(access.status()).isEqualTo(404);
                assertThat(access.bytes()).isEqualTo(missing.body().length);
                assertThat(access.article()).isEmpty();
            });
            List<String> lines = Files.readAllLines(file);
            assertThat(lines).hasSameSizeAs(accesses);
            JsonNode line = new ObjectMapper().readTree(lines.get(0));
            assertThat(line.path("path").asText()).isEqualTo(accesses.get(0).path());
            assertThat(line.path("article").asLong())
                    .isEqualTo(accesses.get(0).article().orElseThrow());
        }
    }

    @Test
    void theLogInMemoryForgetsTheOldest() throws Exception {
        Path file = folder.resolve("access.jsonl");
        try (SampleWire logged = SampleWire.start(settings().withAccessLog(2, file))) {
            for (String path : List.of("/a", "/b", "/c")) {
                get(logged.url().resolve(path));
            }
            assertThat(logged.accessLog()).extracting(Access::path).containsExactly("/b", "/c");
            assertThat(Files.readAllLines(file)).hasSize(3);
        }
    }

    @Test
    void aTakenPortIsReportedByNumber() {
        int taken = wire.url().getPort();
        assertThatThrownBy(() -> SampleWire.start(settings().withPort(taken)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("127.0.0.1:" + taken);
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        assertThatThrownBy(() -> WireSettings.of(ANCHOR, Duration.ZERO)).hasMessageContaining("pace");
        assertThatThrownBy(() -> settings().withFeedLength(0)).hasMessageContaining("feed length");
        assertThatThrownBy(() -> settings().withPort(70_000)).hasMessageContaining("70000");
    }

    private static WireSettings settings() {
        Duration pace = Duration.ofMinutes(1);
        return WireSettings.of(ANCHOR, pace)
                .withClock(Clock.fixed(ANCHOR.plus(pace.multipliedBy(OUT - 1)), ZoneOffset.UTC));
    }

    private void isTheNewestOf(Desk desk, SyndFeed feed) {
        List<WireArticle> expected = new ArrayList<>();
        for (long number = OUT - 1; number >= 0 && expected.size() < 60; number--) {
            if (wire.article(number).desk() == desk) {
                expected.add(wire.article(number));
            }
        }
        assertThat(feed.getEntries()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            SyndEntry entry = feed.getEntries().get(i);
            WireArticle article = expected.get(i);
            assertThat(entry.getTitle()).isEqualTo(article.title());
            assertThat(entry.getLink())
                    .isEqualTo(wire.url().resolve(article.path()).toString());
            assertThat(entry.getPublishedDate().toInstant()).isEqualTo(article.published());
            assertThat(entry.getUri()).isNotBlank();
            assertThat(entry.getContents()).isEmpty();
            assertThat(Jsoup.parse(entry.getDescription().getValue()).text()).isEqualTo(article.summary());
        }
    }

    private WireArticle articleAt(String url) {
        WireArticle article = wire.article(Long.parseLong(url.replaceAll(".*/articles/(\\d+)-.*", "$1")));
        assertThat(wire.url().resolve(article.path())).hasToString(url);
        return article;
    }

    private WireFeed feed(String name) {
        return wire.feeds().stream()
                .filter(feed -> feed.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private SyndFeed xmlFeed(String name) throws Exception {
        HttpResponse<byte[]> response = get(feed(name).url());
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue(feed(name).format().contentType());
        return parsed(response);
    }

    private static SyndFeed parsed(HttpResponse<byte[]> response) throws Exception {
        return new SyndFeedInput().build(new XmlReader(new ByteArrayInputStream(response.body())));
    }

    private HttpResponse<byte[]> get(URI url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** How many of the words of one text are in the other. */
    private static double shareOfWords(String of, String in) {
        Set<String> found = new HashSet<>(Arrays.asList(in.split("\\W+")));
        List<String> words = Arrays.asList(of.split("\\W+"));
        return (double) words.stream().filter(found::contains).count() / words.size();
    }
}
