package caravan.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a table tells those who watch over it: Camel's health checks and Micrometer. */
class ParquetPartitionHealthTest {

    private static final Instant TIME = Instant.parse("2025-04-25T10:00:00Z");
    private static final LocalDate DAY = RowSchema.dayOf(TIME);

    @TempDir
    private Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private Path table;
    private String uri;

    @BeforeEach
    void start() throws IOException {
        Path schema = folder.resolve("readings.schema");
        Files.writeString(schema, Readings.SCHEMA.type().toString());
        table = folder.resolve("table");
        uri = "parquet-partition:%s?schema=file:%s&partitionBy=at&key=meter&version=revision".formatted(table, schema);
        camel.getRegistry().bind("measured", meters);
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void aTableIsUpWhileItTakesAndPublishesRows() {
        append("m1");
        HealthCheck.Result before = health();
        assertThat(before.getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(before.getDetails())
                .containsEntry("directory", table.toString())
                .containsEntry("pendingRows", 1L)
                .containsEntry("openDays", 1)
                .containsKey("oldestPending")
                .doesNotContainKeys("lastError", "lastPublication");

        endpoint().publishNow();

        assertThat(health().getDetails())
                .containsEntry("pendingRows", 0L)
                .containsKey("lastPublication")
                .doesNotContainKey("oldestPending");
    }

    @Test
    void itIsDownWhenTheDiskFailsAndUpAgainWithTheNextAppend() throws IOException {
        endpoint();
        Path inTheWay = Damage.segments(table, DAY);
        assertThatThrownBy(() -> append("m1")).isInstanceOf(CamelExecutionException.class);

        HealthCheck.Result down = health();
        assertThat(down.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(down.getMessage())
                .hasValueSatisfying(message -> assertThat(message).contains(table.toString()));
        assertThat(down.getError()).isPresent();
        assertThat(down.getDetails()).containsKeys("directory", "lastError", "lastErrorAt");

        Files.delete(inTheWay);
        append("m1");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void itIsDownWhenADayWasNotPublishedInThreeAttempts() throws IOException {
        append("m1");
        Path damaged = endpoint().table().manifests().of(DAY).files().get(0);
        byte[] sound = Files.readAllBytes(damaged);
        Files.writeString(damaged, "not what it was");
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(health().getState()).as("before attempt " + attempt).isEqualTo(HealthCheck.State.UP);
            assertThatThrownBy(() -> endpoint().publishNow()).hasMessageContaining(damaged.toString());
        }
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(health().getDetails())
                .containsEntry("failedPublications", 3)
                .extractingByKey("lastError")
                .asString()
                .contains(damaged.toString());

        Files.write(damaged, sound);
        endpoint().publishNow();
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void itIsDownWhenItsDirectoryIsGone() throws IOException {
        endpoint();
        Files.move(table, folder.resolve("moved"));
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        Files.move(folder.resolve("moved"), table);
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void aTableThatIsNoLongerUsedHasNoHealthAndNoMeters() throws Exception {
        camel.removeEndpoint(endpoint());
        assertThat(HealthCheckHelper.getHealthCheckRegistry(camel).getCheck("parquet-partition:" + table))
                .isEmpty();
        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void metersSayWhatWasAppendedWhatWaitsAndWhatWasPublished() {
        append("m1", "m2");
        assertThat(gauge("pending.rows")).isEqualTo(2);
        assertThat(gauge("pending.bytes")).isPositive();
        assertThat(gauge("pending.segments")).isEqualTo(1);
        assertThat(gauge("open.days")).isEqualTo(1);
        assertThat(gauge("pending.age")).isNotNegative();
        assertThat(counter("appended.rows")).isEqualTo(2);
        assertThat(counter("appended.bytes")).isEqualTo(gauge("pending.bytes"));
        assertThat(meters.get("parquet.partition.append").timer().totalTime(TimeUnit.NANOSECONDS))
                .isPositive();

        endpoint().publishNow();

        assertThat(gauge("pending.rows")).isZero();
        assertThat(counter("published.rows")).isEqualTo(2);
        assertThat(counter("published.bytes")).isPositive();
        assertThat(meters.get("parquet.partition.publish").timer().count()).isEqualTo(1);
        assertThat(meters.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getTag("table")).isEqualTo(table.toString()));
    }

    @Test
    void metersCountFailures() throws IOException {
        endpoint();
        Damage.segments(table, DAY);
        assertThatThrownBy(() -> append("m1")).isInstanceOf(CamelExecutionException.class);
        assertThat(counter("append.failures")).isEqualTo(1);
        assertThat(counter("appended.rows")).isZero();
    }

    private void append(String... meters) {
        camel.createProducerTemplate()
                .sendBody(
                        endpoint(),
                        List.of(meters).stream()
                                .map(meter -> Map.of("at", TIME, "meter", meter))
                                .toList());
    }

    private double gauge(String name) {
        return meters.get("parquet.partition." + name).gauge().value();
    }

    private double counter(String name) {
        return meters.get("parquet.partition." + name).counter().count();
    }

    /** As the readiness of the whole context sees it. */
    private HealthCheck.Result health() {
        return HealthCheckHelper.invokeReadiness(camel).stream()
                .filter(result -> result.getCheck().getId().equals("parquet-partition:" + table))
                .findFirst()
                .orElseThrow();
    }

    private ParquetPartitionEndpoint endpoint() {
        return camel.getEndpoint(uri, ParquetPartitionEndpoint.class);
    }
}
