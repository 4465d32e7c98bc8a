package caravan.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.testing.RunningCaravan;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the lake does, as those see it who watch over Caravan from outside. */
class LakeObservedTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Application caravan;
    private static String table;

    @BeforeAll
    static void start() {
        caravan = RunningCaravan.start(folder, Map.of("lake.publish.after", "1h", "lake.publish.growth", "1000"));
        table = caravan.context().resolvePropertyPlaceholders("{{lake.table}}");
        append(1);
    }

    @AfterAll
    static void stop() {
        caravan.close();
    }

    @Test
    void prometheusReadsWhatTheLakeTookAndWhatWaits() {
        assertThat(ask("/observe/metrics").body().lines().filter(line -> line.startsWith("parquet_partition")))
                .allSatisfy(line -> assertThat(line).contains("table=\"%s\"".formatted(folder.resolve("lake"))))
                .extracting(line -> line.substring(0, line.indexOf('{')))
                .contains(
                        "parquet_partition_append_seconds_sum",
                        "parquet_partition_appended_rows_total",
                        "parquet_partition_appended_bytes_total",
                        "parquet_partition_publish_seconds_count",
                        "parquet_partition_published_rows_total",
                        "parquet_partition_published_bytes_total",
                        "parquet_partition_pending_rows",
                        "parquet_partition_pending_bytes",
                        "parquet_partition_pending_age_seconds",
                        "parquet_partition_open_days");
    }

    @Test
    void theHealthOfTheLakeIsThatOfCaravan() throws IOException {
        append(3);
        assertThat(ask("/observe/health").statusCode()).isEqualTo(200);
        assertThat(lake().path("status").asText()).isEqualTo("UP");
        assertThat(lake().path("data").toString()).contains("pendingRows", "openDays");
        Path lake = folder.resolve("lake");
        Path away = folder.resolve("away");
        Files.move(lake, away);
        try {
            assertThat(ask("/observe/health").statusCode()).isEqualTo(503);
            assertThat(lake().path("status").asText()).isEqualTo("DOWN");
            assertThat(lake().path("message").asText()).contains("is not a directory that can be written to");
            assertThat(ask("/observe/health/live").statusCode())
                    .as("a restart would not help")
                    .isEqualTo(200);
        } finally {
            Files.move(away, lake);
        }
        assertThat(ask("/observe/health").statusCode()).isEqualTo(200);
    }

    @Test
    void whoeverMayUseTheConsoleMayPublishAtOnce() throws JMException {
        ObjectNode request = MAPPER.createObjectNode();
        request.put("type", "exec").put("mbean", endpoint().getCanonicalName()).put("operation", "publishNow()");
        // A schedule that publishes just now leaves nothing to do.
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            append(2);
            String answer = RunningCaravan.post(
                            caravan.http().resolve("/hawtio/jolokia"),
                            request.toString(),
                            "Content-Type",
                            "application/json")
                    .body();
            assertThat(MAPPER.readTree(answer).path("value").asInt()).as(answer).isEqualTo(1);
        });
        assertThat(folder.resolve("lake/year=2025/month=04/day=25/sentiment.parquet"))
                .exists();
    }

    /** Of several that only differ in their options, any. */
    private static ObjectName endpoint() throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(
                        new ObjectName("org.apache.camel:context=%s,type=endpoints,*"
                                .formatted(caravan.context().getManagementName())),
                        null)
                .stream()
                .filter(name -> name.toString().contains("parquet-partition"))
                .findFirst()
                .orElseThrow();
    }

    private static void append(int number) {
        caravan.context()
                .createProducerTemplate()
                .sendBody(
                        table,
                        SentimentRows.of(Articles.article(number, Instant.parse("2025-04-25T10:00:00Z"), "OBSV")));
    }

    private static JsonNode lake() throws IOException {
        JsonNode checks =
                MAPPER.readTree(ask("/observe/health?data=true").body()).path("checks");
        return StreamSupport.stream(checks.spliterator(), false)
                .filter(check -> check.path("name").asText().startsWith("parquet-partition:"))
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<String> ask(String path) {
        return RunningCaravan.ask("GET", caravan.http().resolve(path));
    }
}
