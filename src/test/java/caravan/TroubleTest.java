package caravan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.embedded.wire.SampleWire;
import caravan.embedded.wire.WireSettings;
import caravan.lake.SentimentRow;
import caravan.testing.CaravanProcess;
import caravan.testing.Journal;
import caravan.testing.Services;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** One Caravan, every kind of trouble: what is bad is set aside or skipped by name, and what is behind it goes on. */
class TroubleTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private static Path folder;

    private static SampleWire wire;
    private static Application caravan;
    private static Journal journal;
    private static final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    static void startAmidTrouble() throws IOException {
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        rootLogger().addAppender(log);
        wire = SampleWire.start(
                WireSettings.of(Instant.now(), Duration.ofHours(1)).withTrouble(true));
        Path sources = folder.resolve("sources.yaml");
        Files.writeString(sources, """
                sources:
                  - {name: pages, url: "{{wire.url}}/trouble/feed.xml", cron: "* * * * * ?"}
                  - {name: undated, url: "{{wire.url}}/trouble/undated.xml", cron: "* * * * * ?"}
                  - {name: html, url: "{{wire.url}}/trouble/html-feed.xml", cron: "* * * * * ?"}
                  - {name: encoding, url: "{{wire.url}}/trouble/wrong-encoding.xml", cron: "* * * * * ?", tickers: [NSRGY]}
                  - {name: entity, url: "{{wire.url}}/trouble/external-entity.xml", cron: "* * * * * ?"}
                  - {name: keyed, url: "{{wire.url}}/trouble/missing.xml?api_key=hush-hush", cron: "* * * * * ?", headers: {Authorization: hush-hush}}
                  - {name: fridays, url: "{{wire.url}}/trouble/feed.xml", cron: "0 0 12 ? * 6#3", zone: America/New_York}
                  - {name: laughs, url: "{{wire.url}}/trouble/billion-laughs.xml", cron: "* * * * * ?"}
                """);
        caravan = Application.start(Services.settings(Map.ofEntries(
                Map.entry("caravan.data", folder.resolve("data").toString()),
                Map.entry("sources.file", sources.toString()),
                Map.entry("models.file", "classpath:lexicon-only.yaml"),
                Map.entry("wire.url", wire.url().toString().replaceAll("/$", "")),
                Map.entry("fetch.allowed-hosts", wire.url().getAuthority()),
                Map.entry("fetch.deadline", "3s"),
                Map.entry("retry.attempts", "1"),
                Map.entry("retry.delay-ms", "200"),
                Map.entry("dead-letter.max-body-bytes", "100"),
                Map.entry("http.port", "0"),
                Map.entry("embedded.kafka.port", "0"),
                Map.entry("embedded.redis.port", "0"),
                Map.entry("embedded.postgres.port", "0"))));
        journal = Journal.of(folder.resolve("data"));
    }

    @AfterAll
    static void stop() {
        journal.close();
        caravan.close();
        wire.close();
        rootLogger().detachAppender(log);
    }

    private static Logger rootLogger() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Test
    void everyPageThatCannotBeReadBecomesADeadLetterWithItsCause() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(deadLettersOf("pages"))
                .extracting(letter -> letter.get("error_class").asText().replaceAll(".*\\.", ""))
                .containsExactlyInAnyOrder(
                        "TooLargeException", // 20 MB
                        "UnavailableException", // never ends
                        "BadRedirectException", // in a circle
                        "RefusedAddressException", // to 10.0.0.1
                        "TooLargeException", // half a gigabyte, well packed
                        "RefusedByServerException")); // 404
        assertThat(deadLettersOf("pages")).allSatisfy(letter -> {
            assertThat(letter.get("route").asText()).isEqualTo("enrich");
            assertThat(letter.get("error_message").asText()).contains("/trouble/");
            assertThat(letter.get("article_id").asText()).isNotEmpty();
            assertThat(folder.resolve("data/dead-letters")
                            .resolve(letter.get("body_file").asText()))
                    .as("the item as it came, kept by its hash")
                    .content(UTF_8)
                    .contains("/trouble/");
        });
    }

    @Test
    void whatMayPassIsTriedAgainAndWhatWillNotIsNot() {
        await().atMost(PATIENCE).until(() -> deadLettersOf("pages").size() == 6);
        assertThat(deadLettersOf("pages"))
                .extracting(
                        letter -> letter.get("error_class").asText().replaceAll(".*\\.", ""),
                        letter -> letter.get("attempts").asInt())
                .contains(Tuple.tuple("UnavailableException", 2))
                .filteredOn(tuple -> !tuple.toList().get(0).equals("UnavailableException"))
                .allMatch(tuple -> tuple.toList().get(1).equals(1));
    }

    @Test
    void theArticlesBehindTheBadPagesGoOn() {
        List<String> good = IntStream.range(0, 8)
                .mapToObj(number -> wire.url() + "trouble/good-" + number + ".html")
                .toList();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(urlsInLake())
                .containsAll(good)
                .as("the page that first answered 503")
                .contains(wire.url() + "trouble/unready.html"));
    }

    @Test
    void anArticleAboutNoKnownCompanyIsSkippedAndCounted() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(metrics())
                .containsPattern("caravan_articles_total\\{[^}]*leg=\"enrich\",outcome=\"no-ticker\"} [1-9]"));
        assertThat(urlsInLake()).doesNotContain(wire.url() + "trouble/no-ticker.html");
    }

    @Test
    void aFeedThatIsHtmlOrBringsEntitiesIsNamedAsFailing() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(source("html").get("state").asText()).isEqualTo("failing");
            assertThat(source("html").get("last_error").asText()).containsIgnoringCase("html");
            assertThat(source("entity").get("state").asText()).isEqualTo("failing");
            assertThat(source("laughs").get("state").asText()).isEqualTo("failing");
            assertThat(source("laughs").get("consecutive_failures").asInt()).isPositive();
            assertThat(source("pages").get("state").asText())
                    .as("although its pages are bad, and its first poll may have been too slow")
                    .isIn("ok", "waiting");
        });
    }

    @Test
    void aSourcesKeyIsShownNowhere() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        source("keyed").get("last_error").asText())
                .contains("/trouble/missing.xml?api_key=...", "404"));
        assertThat(source("keyed").get("url").asText()).endsWith("/trouble/missing.xml?api_key=...");
        assertThat(array("/api/sources").toString()).doesNotContain("hush");
        assertThat(caravan.context().getRoute("scrape-keyed").getDescription())
                .endsWith("/trouble/missing.xml?api_key=...");
        String kept = journal.query("select string_agg(last_error, ' ') from caravan.source_state", text -> text);
        assertThat(kept).contains("api_key=...").doesNotContain("hush");
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .as("what was logged")
                .anyMatch(line -> line.contains("Polling keyed failed"))
                .noneMatch(line -> line.contains("hush"));
    }

    @Test
    void aFeedInAWrongEncodingIsReadAsItWasMeant() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(journal.rows("NSRGY"))
                .extracting(SentimentRow::articleTitle)
                .containsExactly("Nestlé’s café chain – “naïve” forecasts cost €2 million"));
    }

    @Test
    void anUndatedItemKeepsTheTimeAtWhichItWasFirstSeen() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(undatedRows()).isNotEmpty());
        assertThat(undatedRows()).allSatisfy(row -> assertThat(row.timestamp())
                .isEqualTo(journal.query(
                        "select to_char(first_seen at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
                                + " from caravan.seen_item where article_id = '%s'".formatted(row.articleId()),
                        Instant::parse)));
    }

    @Test
    void aPoisonedMessageIsSetAsideAndThoseBehindItGoOn() throws Exception {
        String event = "{\"event_id\":\"%s\",\"timestamp\":\"2026-01-05T12:00:00Z\",\"text\":\"Profit rises.\","
                + "\"source\":\"poison\",\"tickers\":[\"POISON\"]}";
        // While the consumer is away, so that both are in one batch.
        caravan.context().getRouteController().stopRoute("analyse-hipri");
        produce("hipri-events", "not an event");
        produce("hipri-events", event.formatted("behind-the-poison"));
        caravan.context().getRouteController().startRoute("analyse-hipri");
        produce("analyzed-sentiment-stdpri", event.formatted("without-a-score"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(journal.rows("POISON")).hasSize(1));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(deadLetters())
                .filteredOn(letter -> letter.get("origin").asText().startsWith("hipri-events-")
                        || letter.get("origin").asText().startsWith("analyzed-sentiment-stdpri-"))
                .extracting(letter -> letter.get("route").asText())
                .containsExactlyInAnyOrder("read-hipri", "live-read-stdpri", "lake-rows-stdpri", "alerts-read-stdpri"));
    }

    private static List<SentimentRow> undatedRows() {
        return journal.rows().stream()
                .filter(row -> row.source().equals("undated"))
                .toList();
    }

    private static List<String> urlsInLake() {
        return journal.rows().stream().map(SentimentRow::sourceUrl).toList();
    }

    private static List<JsonNode> deadLettersOf(String source) {
        return deadLetters().stream()
                .filter(letter -> letter.get("source").asText().equals(source))
                .toList();
    }

    private static List<JsonNode> deadLetters() {
        return array("/api/dead-letters");
    }

    private static JsonNode source(String name) {
        return array("/api/sources").stream()
                .filter(source -> source.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> array(String path) {
        try {
            JsonNode array = MAPPER.readTree(CaravanProcess.get(caravan.http().resolve(path)));
            return StreamSupport.stream(array.spliterator(), false).toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(path, e);
        }
    }

    private static String metrics() {
        return CaravanProcess.get(caravan.http().resolve("/observe/metrics"));
    }

    private static void produce(String topic, String value) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", caravan.addresses().kafkaBrokers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            // All in one partition, so that what follows really is behind it.
            assertThat(producer.send(new ProducerRecord<>(topic, 0, "key", value.getBytes(UTF_8))))
                    .succeedsWithin(PATIENCE);
        }
    }
}
