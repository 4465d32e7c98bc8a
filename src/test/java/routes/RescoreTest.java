package routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.article.AnalysedArticle;
import caravan.article.ArticleId;
import caravan.article.TickerScore;
import caravan.enrich.Companies;
import caravan.lake.LakeQuery;
import caravan.lake.LakeReader;
import caravan.lake.SentimentRow;
import caravan.sentiment.Finding;
import caravan.sentiment.LexiconModel;
import caravan.sentiment.Passage;
import caravan.sentiment.Probabilities;
import caravan.sentiment.Rescorer;
import caravan.sentiment.SentimentModel;
import caravan.sentiment.router.GuardedModel;
import caravan.sentiment.router.LanguageDetector;
import caravan.sentiment.router.ModelLimits;
import caravan.sentiment.router.ModelMeters;
import caravan.sentiment.router.ModelPanel;
import caravan.sentiment.router.ModelRules;
import caravan.testing.RunningCaravan;
import caravan.testing.Services;
import caravan.testing.TopicContents;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.core.StringRedisTemplate;

/** A lake that one model filled is scored by another. */
class RescoreTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String GERMAN = "Der Gewinn des Unternehmens ist im vergangenen Quartal deutlich gestiegen, "
            + "und die Aktion\u00e4re erwarten f\u00fcr das kommende Jahr eine h\u00f6here Dividende.";
    private static final String[] TOPICS = {
        "rescore-hipri", "rescore-stdpri", "rescore-analyzed-hipri", "rescore-analyzed-stdpri"
    };

    @TempDir
    private static Path folder;

    private static Application caravan;

    @BeforeAll
    static void start() {
        caravan = RunningCaravan.start(
                folder,
                Map.of(
                        "topic.hipri", TOPICS[0],
                        "topic.stdpri", TOPICS[1],
                        "topic.analyzed.hipri", TOPICS[2],
                        "topic.analyzed.stdpri", TOPICS[3],
                        "topic.dead-letters", "rescore-dead-letters",
                        "rescore.from", "2025-04-25",
                        "rescore.to", "2025-04-26",
                        "rescore.batch", "2",
                        "retry.delay-ms", "10",
                        "retry.max-delay-ms", "50"));
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    @Test
    void anotherModelsScoresComeBesideTheOldOnesAndNothingElseMoves() throws Exception {
        publish("first", "2025-04-25T10:00:00Z", "RESA", "RESB", "RESC");
        publish("second", "2025-04-25T11:00:00Z", "RESA");
        publish("third", "2025-04-26T10:00:00Z", "RESB");
        publish("unloved", "2025-04-26T11:00:00Z", "RESA");
        publishText("deutsch", GERMAN, "2025-04-26T12:00:00Z", "RESA");
        publish("outside", "2025-04-27T10:00:00Z", "RESA");
        await().atMost(PATIENCE)
                .until(() -> rows("lexicon").size() == 7
                        && rows(AnalysedArticle.UNSCORED).size() == 1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(live("RESA")).contains("\"count\":4"));
        List<SentimentRow> before = rows("lexicon");
        List<String> liveBefore = List.of(live("RESA"), live("RESB"), live("RESC"));
        int messagesBefore = TopicContents.count(Services.addresses().kafkaBrokers(), TOPICS);
        assertThat(state()).isEqualTo(ServiceStatus.Stopped);

        TestModel model = new TestModel();
        use(model);
        startFromTheConsole();

        await().atMost(PATIENCE).until(() -> state() == ServiceStatus.Stopped);
        assertThat(skipped()).as("what the model does not read is skipped").isEqualTo(1);
        assertThat(model.asked)
                .as("each article once, but for the batch at whose first attempt the model was away")
                .contains("first", "second", "third", "unloved")
                .hasSizeBetween(5, 6);
        List<SentimentRow> scored = rows("test-model");
        assertThat(scored)
                .extracting(row -> row.articleTitle() + " " + row.ticker().orElseThrow())
                .containsExactlyInAnyOrder("first RESA", "first RESB", "first RESC", "second RESA", "third RESB");
        assertThat(scored).allSatisfy(row -> {
            assertThat(row.sentiment()).hasValue(0.5);
            assertThat(before)
                    .as("all but the score is as it was")
                    .anyMatch(old -> old.articleId().equals(row.articleId())
                            && old.ticker().equals(row.ticker())
                            && old.timestamp().equals(row.timestamp())
                            && old.text().equals(row.text())
                            && old.fetched().equals(row.fetched())
                            && old.source().equals(row.source())
                            && old.sourceUrl().equals(row.sourceUrl())
                            && old.rawPayload().equals(row.rawPayload()));
        });
        assertThat(rows("lexicon")).as("the old scores stay").isEqualTo(before);
        assertThat(List.of(live("RESA"), live("RESB"), live("RESC")))
                .as("nothing counts a second time")
                .isEqualTo(liveBefore);
        assertThat(TopicContents.count(Services.addresses().kafkaBrokers(), TOPICS))
                .as("the articles never go back")
                .isEqualTo(messagesBefore);
        assertThat(TopicContents.values(Services.addresses().kafkaBrokers(), "rescore-dead-letters")
                        .values())
                .as("what the model will never score is set aside")
                .singleElement()
                .asString()
                .contains("\"article_title\":\"unloved\"");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        RunningCaravan.ask("GET", caravan.http().resolve("/api/dead-letters"))
                                .body())
                .as("and where it is in the lake")
                .contains("lake/2025-04-26/" + ArticleId.of("rescore", "unloved")));
        assertThat(RunningCaravan.ask("GET", caravan.http().resolve("/observe/health"))
                        .statusCode())
                .as("a route that only runs when it is asked to does not ail")
                .isEqualTo(200);
    }

    /** Is away at first, and has no answer for one article. */
    private static final class TestModel implements SentimentModel {

        private final List<String> asked = new CopyOnWriteArrayList<>();
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public String name() {
            return "test-model";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public List<Finding> score(List<Passage> passages) {
            asked.add(passages.get(0).title());
            if (calls.incrementAndGet() == 1) {
                throw new UnavailableException("The model is away");
            }
            if (passages.get(0).title().equals("unloved")) {
                throw new UnprocessableException("No words for this");
            }
            return List.of(new Finding(new TickerScore(0.5, 1), new Probabilities(0, 0, 1), Map.of()));
        }
    }

    /** As a start of the process with another model would. */
    private static void use(SentimentModel model) throws Exception {
        for (String route : List.of("rescore", "rescore-article")) {
            caravan.context().getRouteController().stopRoute(route);
            caravan.context().removeRoute(route);
        }
        ModelLimits limits = new ModelLimits(PATIENCE, 1, 1, Set.of("en"), PATIENCE);
        ModelPanel panel = new ModelPanel(
                List.of(new GuardedModel(model, limits)),
                new ModelRules(List.of(), List.of()),
                new LexiconModel(Companies.shipped()),
                new LanguageDetector(),
                new ModelMeters(new SimpleMeterRegistry()),
                PATIENCE);
        caravan.context()
                .getRegistry()
                .bind("rescorer", new Rescorer(panel, Optional.of(model.name()), Clock.systemUTC()));
        caravan.context().addRoutes(new RescoreRoutes());
    }

    private static void startFromTheConsole() throws Exception {
        ObjectName route = new ObjectName("org.apache.camel:context=%s,type=routes,name=\"rescore\""
                .formatted(caravan.context().getManagementName()));
        ManagementFactory.getPlatformMBeanServer().invoke(route, "start", new Object[0], new String[0]);
    }

    private static ServiceStatus state() {
        return caravan.context().getRouteController().getRouteStatus("rescore");
    }

    private static List<SentimentRow> rows(String model) {
        try (LakeReader reader = new LakeReader(folder.resolve("lake"));
                Stream<SentimentRow> rows = reader.read(LakeQuery.between(Instant.MIN, Instant.MAX))) {
            return rows.filter(row -> row.model().equals(model)).toList();
        }
    }

    private static String live(String ticker) {
        String score = caravan.context()
                .getRegistry()
                .lookupByNameAndType("redisTemplate", StringRedisTemplate.class)
                .opsForValue()
                .get("sentiment:" + ticker);
        return score == null ? "" : score;
    }

    private static double skipped() {
        return caravan.context()
                .getRegistry()
                .lookupByNameAndType(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class)
                .find("caravan.articles")
                .tags("leg", "rescore", "outcome", "skipped")
                .counter()
                .count();
    }

    private static void publish(String title, String timestamp, String... tickers) {
        publishText(title, "Profit rises sharply at all of them.", timestamp, tickers);
    }

    private static void publishText(String title, String text, String timestamp, String... tickers) {
        String event =
                """
                {"event_id": "%1$s", "article_id": "%2$s", "timestamp": "%3$s", "article_title": "%1$s",
                 "text": "%5$s", "source": "test", "source_url": "https://example.com/%1$s",
                 "type": "filing", "tickers": ["%4$s"], "weight": 2.5, "premium_tier": "premium",
                 "fetch_timestamp_utc": "%3$s", "processed_at": "%3$s", "schema_version": 2, "text_quality": "page",
                 "raw_source_payload_json": "{\\"price\\": 1.1000000000000000000001}"}
                """.formatted(title, ArticleId.of("rescore", title), timestamp, String.join("\", \"", tickers), text);
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Services.addresses().kafkaBrokers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            assertThat(producer.send(new ProducerRecord<>(TOPICS[0], title, event.getBytes(UTF_8))))
                    .succeedsWithin(PATIENCE);
        }
    }
}
