package caravan.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Late data of more than a year, every day of it in every batch, in a process that has little memory. */
@Timeout(180)
class ManyDaysTest {

    private static final int DAYS = 400;
    private static final int BATCHES = 4;
    private static final Instant FIRST = Instant.parse("2024-01-01T12:00:00Z");

    @TempDir
    Path directory;

    /** The other process. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) {
            Path directory = Path.of(arguments[0]);
            // As in a crash test nothing is forced to disk: this is about memory.
            try (PartitionedTable table = PartitionedTable.open(
                    directory,
                    Readings.SCHEMA,
                    TableOptions.DEFAULT.withCompaction(Readings.EAGER.compaction()),
                    CrashingSteps.immortal())) {
                for (int batch = 0; batch < BATCHES; batch++) {
                    List<Row> rows = new ArrayList<>();
                    for (int day = 0; day < DAYS; day++) {
                        for (int i = 0; i < 10; i++) {
                            rows.add(Readings.reading(
                                    FIRST.plus(Duration.ofDays(day)),
                                    "m%d-%d".formatted(batch, i),
                                    i,
                                    "read by hand ".repeat(200),
                                    1));
                        }
                    }
                    table.append(rows, Map.of());
                    if (batch == BATCHES / 2) {
                        table.publishAll(Instant.now());
                    }
                }
                table.publishAll(Instant.now());
                table.compactDue(Instant.now());
            }
        }
    }

    @Test
    void fourHundredOpenDaysFitIntoLittleMemory() throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("writer.log").toFile())
                .start();
        try {
            assertThat(writer.waitFor(170, TimeUnit.SECONDS)).isTrue();
            assertThat(writer.exitValue())
                    .as(() -> log(directory.resolve("writer.log")))
                    .isZero();
        } finally {
            writer.destroyForcibly();
        }
        Manifests manifests = new Manifests(directory);
        assertThat(manifests.days()).hasSize(DAYS);
        assertThat(manifests.days().stream().map(manifests::of)).allSatisfy(day -> {
            assertThat(day.pending()).isEmpty();
            assertThat(day.generation().orElseThrow().rows()).isEqualTo(BATCHES * 10);
            assertThat(day.generation().orElseThrow().sortedBy()).containsExactly("meter", "at");
        });
    }

    private static String log(Path file) {
        try (Stream<String> lines = Files.lines(file, UTF_8)) {
            return String.join("\n", lines.toList());
        } catch (IOException e) {
            return e.toString();
        }
    }
}
