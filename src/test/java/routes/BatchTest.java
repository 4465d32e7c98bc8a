package routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.article.ArticleId;
import caravan.testing.RunningCaravan;
import caravan.testing.Services;
import caravan.testing.TopicContents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch over several partitions with a poisonous record in the middle, and a dead-letter topic that takes nothing. */
class BatchTest {

    private static final String DEAD_LETTERS = "batch-dead-letters";
    private static final String ARTICLES = "batch-hipri";
    private static final String ANALYSED = "batch-analyzed-hipri";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private static Path folder;

    private static Admin admin;
    private static Application caravan;

    @BeforeAll
    static void start() throws Exception {
        admin = Admin.create(Map.of("bootstrap.servers", Services.addresses().kafkaBrokers()));
        admin.createTopics(List.of(new NewTopic(DEAD_LETTERS, 1, (short) 1)))
                .all()
                .get();
        caravan = RunningCaravan.start(
                folder,
                Map.of(
                        "topic.hipri", ARTICLES,
                        "topic.stdpri", "batch-stdpri",
                        "topic.analyzed.hipri", ANALYSED,
                        "topic.analyzed.stdpri", "batch-analyzed-stdpri",
                        "topic.dead-letters", DEAD_LETTERS,
                        "retry.delay-ms", "50",
                        "retry.max-delay-ms", "200"));
    }

    @AfterAll
    static void stop() {
        caravan.close();
        admin.close();
    }

    @Test
    void aPoisonThatCannotBeSetAsideHoldsTheBatchAndIsThenSetAside() throws Exception {
        accept(DEAD_LETTERS, "100");
        caravan.context().getRouteController().stopRoute("analyse-hipri");
        produce(0, "good-0", article("good-0"));
        produce(0, "poison", "not an event");
        produce(0, "good-1", article("good-1"));
        produce(1, "good-2", article("good-2"));
        produce(1, "good-3", article("good-3"));
        caravan.context().getRouteController().startRoute("analyse-hipri");

        await("the batch is tried, and tried again")
                .pollDelay(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(committed()).doesNotContainKeys(partition(0)));
        assertThat(TopicContents.keys(Services.addresses().kafkaBrokers(), DEAD_LETTERS))
                .isEmpty();

        accept(DEAD_LETTERS, "1000000");

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(committed()).containsEntry(partition(0), 3L).containsEntry(partition(1), 2L));
        assertThat(TopicContents.count(Services.addresses().kafkaBrokers(), DEAD_LETTERS))
                .isEqualTo(1);
        assertThat(TopicContents.values(Services.addresses().kafkaBrokers(), ANALYSED))
                .as("the articles before, behind and beside it, each with its own key")
                .allSatisfy((key, value) -> assertThat(value).contains("\"article_id\":\"" + key + '"'))
                .containsKeys(idOf("good-0"), idOf("good-1"), idOf("good-2"), idOf("good-3"))
                .doesNotContainKey(idOf("poison"));
    }

    @Test
    void aTopicThatTakesNothingHoldsTheBatchAndThenHasItAll() throws Exception {
        int lettersBefore = TopicContents.count(Services.addresses().kafkaBrokers(), DEAD_LETTERS);
        accept(ANALYSED, "100");
        IntStream.range(0, 3).forEach(number -> produce(3, "held-" + number, article("held-" + number)));
        IntStream.range(0, 2).forEach(number -> produce(4, "beside-" + number, article("beside-" + number)));
        await("the batch is tried, and tried again")
                .during(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(committed()).doesNotContainKeys(partition(3), partition(4)));

        accept(ANALYSED, "1000000");

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(committed()).containsEntry(partition(3), 3L).containsEntry(partition(4), 2L));
        assertThat(TopicContents.keys(Services.addresses().kafkaBrokers(), ANALYSED))
                .contains(idOf("held-0"), idOf("held-1"), idOf("held-2"), idOf("beside-0"), idOf("beside-1"));
        assertThat(TopicContents.count(Services.addresses().kafkaBrokers(), DEAD_LETTERS))
                .as("no article is to blame")
                .isEqualTo(lettersBefore);
    }

    @Test
    void aConsumerThatIsSuspendedKeepsItsPlace() throws Exception {
        produce(2, "before", article("before"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(committed()).containsEntry(partition(2), 1L));
        caravan.context().getRouteController().suspendRoute("analyse-hipri");
        IntStream.range(0, 5).forEach(number -> produce(2, "later-" + number, article("later-" + number)));
        caravan.context().getRouteController().resumeRoute("analyse-hipri");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(committed()).containsEntry(partition(2), 6L));
    }

    private static Map<TopicPartition, Long> committed() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets("analyse-hipri")
                .partitionsToOffsetAndMetadata()
                .get();
        return offsets.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(ARTICLES))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private static void accept(String topic, String bytes) throws ExecutionException, InterruptedException {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(
                                new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, bytes),
                                AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(ARTICLES, number);
    }

    /** The id of an event that came without one. */
    private static String idOf(String event) {
        return ArticleId.of("test", event).toString();
    }

    private static String article(String id) {
        return "{\"event_id\":\"%s\",\"timestamp\":\"2026-01-05T12:00:00Z\",\"text\":\"Profit rises.\",\"source\":\"test\"}"
                .formatted(id);
    }

    private static void produce(int partition, String key, String value) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Services.addresses().kafkaBrokers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            assertThat(producer.send(new ProducerRecord<>(ARTICLES, partition, key, value.getBytes(UTF_8))))
                    .succeedsWithin(PATIENCE);
        }
    }
}
