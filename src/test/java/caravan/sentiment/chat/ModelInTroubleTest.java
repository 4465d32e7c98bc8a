package caravan.sentiment.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.article.ArticleId;
import caravan.lake.LakeQuery;
import caravan.lake.LakeReader;
import caravan.lake.SentimentRow;
import caravan.testing.RunningCaravan;
import caravan.testing.Services;
import caravan.testing.TopicContents;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The whole of Caravan with a chat model that fails in one way after the other, and a shadow beside it. */
class ModelInTroubleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String[] TOPICS = {
        "trouble-hipri", "trouble-stdpri", "trouble-analyzed-hi", "trouble-analyzed-std"
    };
    private static final String TICKER = "TRBL";
    private static final String BAD =
            "{\"label\": \"negative\", \"score\": -0.9, \"confidence\": 0.9, \"tickers\": []}";

    @TempDir
    private static Path folder;

    private static ChatServer server;
    private static Application caravan;

    @BeforeAll
    static void start() throws IOException {
        server = new ChatServer();
        Path models = folder.resolve("models.yaml");
        Files.writeString(models, """
                models:
                  - name: judge
                    kind: chat
                    deadline: 4s
                    probe: 200ms
                    options: {url: "%s", model: judge, attempts: 1, reply_format: text}
                default: judge
                shadow: [lexicon]
                """.formatted(server.endpoint()));
        caravan = RunningCaravan.start(
                folder,
                Map.of(
                        "models.file", models.toString(),
                        "topic.hipri", TOPICS[0],
                        "topic.stdpri", TOPICS[1],
                        "topic.analyzed.hipri", TOPICS[2],
                        "topic.analyzed.stdpri", TOPICS[3],
                        "topic.dead-letters", "trouble-dead-letters"));
    }

    @AfterAll
    static void stop() {
        caravan.close();
        server.close();
    }

    @Test
    void articlesFlowOnThroughTheFallbackMarkedSoAndTheModelIsUsedAgainWhenItIsBack() {
        server.always(ChatServer.saying(BAD));
        assertThat(analysed("well").path("model").asText()).isEqualTo("judge");

        for (Map.Entry<String, ChatServer.Behaviour> trouble : Map.of(
                        "hangs", server.hanging(),
                        "garbage", ChatServer.saying("I would rather not say."),
                        "memory", ChatServer.sending(500, "{\"error\": \"CUDA out of memory\"}"),
                        "cut", ChatServer.cuttingOff())
                .entrySet()) {
            server.always(trouble.getValue());
            JsonNode fallback = analysed(trouble.getKey());
            assertThat(fallback.path("model").asText()).as(trouble.getKey()).isEqualTo("lexicon");
            assertThat(fallback.path("intended_model").asText()).isEqualTo("judge");
            assertThat(fallback.path("fallback_reason").asText())
                    .isIn("deadline", "unavailable", "garbage", "error", "open");
            assertThat(fallback.path("sentiment").asDouble()).isPositive();

            server.always(ChatServer.saying(BAD));
            await().atMost(PATIENCE).until(() -> !isAway());
            JsonNode back = analysed("back-from-" + trouble.getKey());
            assertThat(back.path("model").asText())
                    .as("after " + trouble.getKey())
                    .isEqualTo("judge");
            assertThat(back.has("fallback_reason")).isFalse();
            assertThat(back.path("sentiment").asDouble()).isNegative();
        }
        assertThat(RunningCaravan.ask("GET", caravan.http().resolve("/observe/metrics"))
                        .body())
                .containsPattern("caravan_model_used_total\\{[^}]*what=\"input_tokens\"} [1-9]")
                .contains(
                        "caravan_model_fallbacks_total{",
                        "caravan_model_labels_total{",
                        "caravan_model_batches_seconds");

        await(
                        "nine articles by the model or the lexicon, and nine by the shadow; the same row where it is the same model")
                .atMost(PATIENCE)
                .untilAsserted(() -> {
                    assertThat(rows())
                            .filteredOn(row -> row.model().equals("lexicon"))
                            .hasSize(9);
                    assertThat(rows())
                            .filteredOn(row -> row.model().equals("judge"))
                            .hasSize(5);
                });
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(live()).as("shadows do not count").contains("\"count\":9"));
    }

    private static boolean isAway() {
        return RunningCaravan.ask("GET", caravan.http().resolve("/observe/metrics"))
                .body()
                .lines()
                .anyMatch(line -> line.startsWith("caravan_model_away{") && line.endsWith(" 1.0"));
    }

    private static String live() {
        return Optional.ofNullable(caravan.context()
                        .getRegistry()
                        .lookupByNameAndType("redisTemplate", StringRedisTemplate.class)
                        .opsForValue()
                        .get("sentiment:" + TICKER))
                .orElse("");
    }

    private static List<SentimentRow> rows() {
        try (LakeReader reader = new LakeReader(folder.resolve("lake"));
                Stream<SentimentRow> rows = reader.read(LakeQuery.between(Instant.MIN, Instant.MAX))) {
            return rows.toList();
        }
    }

    /** Publishes an article and waits for what becomes of it. */
    private static JsonNode analysed(String title) {
        String id = ArticleId.of("trouble", title).toString();
        String event = """
                {"event_id": "%2$s", "article_id": "%2$s", "timestamp": "2026-03-02T10:00:00Z", "article_title": "%1$s",
                 "text": "Profit rose sharply and beat the estimates of all analysts, and the company raised its forecast.",
                 "source": "test", "source_url": "https://example.com/%1$s",
                 "type": "news", "tickers": ["%3$s"], "weight": 1, "premium_tier": "standard",
                 "fetch_timestamp_utc": "2026-03-02T10:00:00Z", "processed_at": "2026-03-02T10:00:00Z", "schema_version": 2,
                 "raw_source_payload_json": "{}"}
                """.formatted(title, id, TICKER);
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Services.addresses().kafkaBrokers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            assertThat(producer.send(new ProducerRecord<>(TOPICS[1], id, event.getBytes(UTF_8))))
                    .succeedsWithin(PATIENCE);
        }
        return await().atMost(PATIENCE)
                .until(
                        () -> Optional.ofNullable(TopicContents.values(
                                                Services.addresses().kafkaBrokers(), TOPICS[3])
                                        .get(id))
                                .map(ModelInTroubleTest::tree),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }
}
