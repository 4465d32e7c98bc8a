package caravan.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.article.Article;
import caravan.article.ArticleId;
import caravan.article.ArticleJson;
import caravan.article.ArticleType;
import caravan.testing.RunningCaravan;
import caravan.testing.Services;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.camel.ServiceStatus;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lanes and legs are steered by JMX alone, as the console reaches it. */
class LegControlTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String ARTICLES = "control-hipri";
    private static final String ANALYSED = "control-analyzed-hipri";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Application caravan;

    @BeforeAll
    static void start() {
        caravan = RunningCaravan.start(
                folder,
                Map.of(
                        "caravan.node", "control",
                        "topic.hipri", ARTICLES,
                        "topic.stdpri", "control-stdpri",
                        "topic.analyzed.hipri", ANALYSED,
                        "topic.analyzed.stdpri", "control-analyzed-stdpri",
                        "pipeline.lag.cron", "* * * * * ?"));
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    @AfterEach
    void startAgain() throws Exception {
        jmx("exec", "Lane", "hipri", "start()");
        jmx("exec", "Lane", "stdpri", "start()");
    }

    private static JsonNode jmx(String what, String type, String name, String member) throws Exception {
        JsonNode answer = MAPPER.readTree(RunningCaravan.ask(
                        "GET",
                        caravan.http()
                                .resolve("/hawtio/jolokia/%s/caravan:type=%s,context=%%22control%%22,name=%%22%s%%22/%s"
                                        .formatted(what, type, name, member)))
                .body());
        assertThat(answer.path("status").asInt()).as("%s", answer).isEqualTo(200);
        return answer.path("value");
    }

    private static ServiceStatus state(String route) {
        return caravan.context().getRouteController().getRouteStatus(route);
    }

    @Test
    void aSuspendedLaneReadsNothingAndGoesOnInOrderWithoutLoss() throws Exception {
        produce(0, 30);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(analysed()).hasSize(30));
        jmx("exec", "Lane", "hipri", "suspend()");
        assertThat(jmx("read", "Lane", "hipri", "States").path("analyse-hipri").asText())
                .isEqualTo("Suspended");
        assertThat(state("analyse-stdpri")).isEqualTo(ServiceStatus.Started);
        produce(30, 60);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(jmx("read", "Lane", "hipri", "Lag")
                        .path("analyse-hipri")
                        .asLong())
                .isEqualTo(30));
        await("nothing is read meanwhile")
                .during(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(analysed()).hasSize(30));

        jmx("exec", "Lane", "hipri", "resume()");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(analysed())
                .containsExactlyElementsOf(IntStream.range(0, 60).boxed().toList()));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(jmx("read", "Lane", "hipri", "Done")
                        .path("analyse-hipri")
                        .asLong())
                .isEqualTo(60));
    }

    @Test
    void aLegIsStoppedInBothLanesAndResumeDoesNotStartIt() throws Exception {
        jmx("exec", "Leg", "lake", "stop()");
        jmx("exec", "Leg", "lake", "resume()");
        assertThat(List.of(state("lake-hipri"), state("lake-stdpri"))).containsOnly(ServiceStatus.Stopped);
        assertThat(state("live-hipri")).isEqualTo(ServiceStatus.Started);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        RunningCaravan.ask("GET", caravan.http().resolve("/observe/health"))
                                .body())
                .as("somebody wanted it so")
                .startsWith("{")
                .doesNotContain("DOWN"));
        jmx("exec", "Leg", "lake", "start()");
        assertThat(List.of(state("lake-hipri"), state("lake-stdpri"))).containsOnly(ServiceStatus.Started);
    }

    /** Versions of one article, which have one key and so one place in order. */
    private static void produce(int from, int to) {
        ArticleId id = ArticleId.of("control", "one");
        Instant now = Instant.now();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Services.addresses().kafkaBrokers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int number = from; number < to; number++) {
                Article article = new Article(
                        id.toString(),
                        id,
                        now,
                        Integer.toString(number),
                        "Profit rises",
                        "control",
                        "https://www.example.com/one",
                        ArticleType.NEWS,
                        List.of("AAPL"),
                        1,
                        "standard",
                        now,
                        now,
                        "{}",
                        Optional.empty());
                var unused = producer.send(
                        new ProducerRecord<>(ARTICLES, id.toString().getBytes(UTF_8), ArticleJson.write(article)));
            }
            producer.flush();
        }
    }

    /** The versions in the order in which they came. */
    private static List<Integer> analysed() {
        List<Integer> numbers = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Services.addresses().kafkaBrokers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(ANALYSED).stream()
                    .map(partition -> new TopicPartition(ANALYSED, partition.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    numbers.add(Integer.valueOf(
                            ArticleJson.readAnalysed(record.value()).article().title()));
                }
            }
        }
        return numbers;
    }
}
