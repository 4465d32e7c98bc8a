package caravan.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.Caravan;
import caravan.article.ArticleJson;
import caravan.parquet.Manifests;
import caravan.testing.RunningCaravan;
import caravan.testing.Services;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A lake that took records from a real Kafka, of two days and with poison among them, and then loses a file. */
@TestMethodOrder(OrderAnnotation.class)
class LakeReconciliationTest {

    private static final String BROKERS = Services.addresses().kafkaBrokers();
    private static final String TOPIC = "verify-analyzed-hipri";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Instant FIRST_DAY = Instant.parse("2025-04-25T08:00:00Z");
    private static final Instant SECOND_DAY = Instant.parse("2025-04-26T08:00:00Z");
    private static final Map<String, String> SETTINGS = Map.of(
            "topic.hipri", "verify-hipri",
            "topic.stdpri", "verify-stdpri",
            "topic.analyzed.hipri", TOPIC,
            "topic.analyzed.stdpri", "verify-analyzed-stdpri",
            "topic.dead-letters", "verify-dead-letters",
            "topic.partitions", "1",
            // Never: what is not published is what gets lost here.
            "lake.publish.cron", "0 0 0 1 1 ? 2099",
            "lake.compact.after", "90000d",
            "retry.delay-ms", "50");

    @TempDir
    private static Path folder;

    private static Admin admin;

    @BeforeAll
    static void fill() {
        admin = Admin.create(Map.of("bootstrap.servers", BROKERS));
        Application caravan = RunningCaravan.start(folder, SETTINGS);
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", BROKERS), new StringSerializer(), new ByteArraySerializer())) {
            for (int number = 0; number < 10; number++) {
                // 0 1 x 3 4 x 6 7 x 9: even ones of the first day, odd ones of the second, x of none.
                String event = number % 3 == 2
                        ? "poison"
                        : ArticleJson.tree(Articles.article(number, number % 2 == 0 ? FIRST_DAY : SECOND_DAY))
                                .toString();
                assertThat(producer.send(new ProducerRecord<>(TOPIC, 0, "key " + number, event.getBytes(UTF_8))))
                        .succeedsWithin(Duration.ofSeconds(30));
            }
        }
        try {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(committed()).isEqualTo(10));
        } finally {
            caravan.close();
        }
    }

    @AfterAll
    static void stop() {
        admin.close();
    }

    @Test
    @Order(1)
    void everyRecordIsAccountedForWithItsDeadLetters() {
        Answer answer = verify();
        assertThat(answer.status()).as(answer.text()).isZero();
        assertThat(answer.text()).contains("Every record the lake has taken is in it");
        JsonNode account = verify("--json").account();
        assertThat(account.get("committed").asInt()).isEqualTo(10);
        assertThat(account.get("gaps")).isEmpty();
        assertThat(account.get("recorded").asInt() + account.get("set_aside").asInt())
                .isEqualTo(10);
    }

    @Test
    @Order(2)
    void theFilesOfTheLakeAreInOrder() {
        Answer answer = run("lake", "verify");
        assertThat(answer.status()).as(answer.text()).isZero();
        assertThat(answer.text()).contains("2 days", "all as they should be");
    }

    @Test
    @Order(3)
    void theSegmentsOfADayThatAreLostLeaveAGapThatIsNamed() throws IOException {
        for (var segment : new Manifests(folder.resolve("lake"))
                .of(LocalDate.of(2025, 4, 26))
                .pending()) {
            Files.delete(segment.file());
        }
        Answer answer = verify();
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.text())
                .contains(TOPIC + "-0: offsets 1 to 1 are in no file of the lake; Kafka still has them")
                .contains(TOPIC + "-0: offsets 3 to 3 ")
                .contains(TOPIC + "-0: offsets 7 to 7 ")
                .contains(TOPIC + "-0: offsets 9 to 9 ")
                .doesNotContain("offsets 2 to", "offsets 5 to", "offsets 8 to");
        JsonNode account = verify("--json").account();
        assertThat(account.get("gaps")).hasSize(4);
        assertThat(account.at("/gaps/0/in_kafka").asBoolean()).isTrue();
    }

    @Test
    @Order(4)
    void aGapThatKafkaHasForgottenIsSaidToBeLost() throws Exception {
        admin.deleteRecords(Map.of(PARTITION, RecordsToDelete.beforeOffset(8)))
                .all()
                .get();
        Answer answer = verify();
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.text())
                .contains("offsets 1 to 1 are in no file of the lake; Kafka no longer has them")
                .contains("offsets 9 to 9 are in no file of the lake; Kafka still has them");
    }

    @Test
    @Order(5)
    void aTopicThatIsNotThereIsNamed() {
        Answer answer = verify("--set", "topic.analyzed.stdpri=verify-nowhere");
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.error().strip()).isEqualTo("caravan: There is no topic verify-nowhere");
    }

    private static long committed() throws Exception {
        OffsetAndMetadata offset = admin.listConsumerGroupOffsets("lake-hipri")
                .partitionsToOffsetAndMetadata()
                .get()
                .get(PARTITION);
        return offset == null ? 0 : offset.offset();
    }

    private record Answer(int status, String text, String error) {

        /** What is said of the partition that has records. */
        JsonNode account() {
            return text.lines()
                    .map(Answer::json)
                    .filter(line -> line.path("topic").asText().equals(TOPIC))
                    .findFirst()
                    .orElseThrow();
        }

        private static JsonNode json(String line) {
            try {
                return new ObjectMapper().readTree(line);
            } catch (IOException e) {
                throw new AssertionError(line, e);
            }
        }
    }

    private static Answer verify(String... more) {
        List<String> arguments = new ArrayList<>(List.of("lake", "verify", "--offsets"));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private static Answer run(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(arguments.indexOf("verify") + 1, settings());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status =
                Caravan.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new));
        return new Answer(status, out.toString(), err.toString());
    }

    private static List<String> settings() {
        List<String> options = new ArrayList<>();
        SETTINGS.forEach((key, value) -> options.addAll(List.of("--set", key + "=" + value)));
        options.addAll(List.of("--set", "caravan.data=" + folder, "--set", "kafka.brokers=" + BROKERS));
        return options;
    }
}
