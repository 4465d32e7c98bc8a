package caravan.parquet;

import static caravan.parquet.Readings.reading;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two tables on one directory stand for two processes: they share nothing but the disk. */
@Timeout(60)
class RacingWritersTest {

    private static final LocalDate DAY = LocalDate.of(2025, 4, 25);
    private static final int APPENDS = 40;

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void twoWritersThatAppendAndPublishAtOnceLoseAndDoubleNothing() throws Exception {
        try (PartitionedTable one = open();
                PartitionedTable two = open()) {
            List<Future<?>> work = new ArrayList<>();
            work.add(threads.submit(() -> append(one, "one")));
            work.add(threads.submit(() -> append(two, "two")));
            AtomicBoolean done = new AtomicBoolean();
            List<Future<?>> publishing = List.of(
                    threads.submit(() -> publishUntil(done, one)), threads.submit(() -> publishUntil(done, two)));
            Future<?> watching = threads.submit(() -> watchUntil(done, two.manifests()));
            for (Future<?> each : work) {
                each.get();
            }
            done.set(true);
            for (Future<?> each : publishing) {
                each.get();
            }
            watching.get();

            one.publishAll(Instant.now());
            assertThat(Readings.all(two)).hasSize(2 * APPENDS);
            assertThat(two.manifests().of(DAY).generation().orElseThrow().rows())
                    .isEqualTo(2 * APPENDS);
        }
    }

    @Test
    void aPublisherThatSleptThroughOthersChangesNothing() throws Exception {
        SleepingSteps sleeping = new SleepingSteps();
        try (PartitionedTable zombie = PartitionedTable.open(directory, Readings.SCHEMA, Readings.EAGER, sleeping);
                PartitionedTable living = open()) {
            living.append(List.of(reading("2025-04-25T10:00:00Z", "m1", 1, 1)), Map.of());
            sleeping.sleepBeforeNextLink();
            Future<List<Publication>> late = threads.submit(() -> zombie.publishAll(Instant.now()));
            sleeping.awaitSleep();
            for (int i = 2; i <= 4; i++) {
                living.append(List.of(reading("2025-04-25T10:00:00Z", "m" + i, i, 1)), Map.of());
                // The second and third remove the number the sleeper is about to take.
                living.publishAll(Instant.now().plusSeconds(i));
            }
            Path published = directory.resolve("year=2025/month=04/day=25/data.parquet");
            Object before = Files.getAttribute(published, "unix:ino");
            sleeping.wake();
            late.get();

            assertThat(Files.getAttribute(published, "unix:ino")).isEqualTo(before);
            assertThat(SourceFile.footer(published).rows()).isEqualTo(4);
            assertThat(living.manifests().of(DAY).generation().orElseThrow().number())
                    .isEqualTo(3);
            assertThat(Readings.all(zombie)).hasSize(4);
        }
    }

    @Test
    void openingATableLeavesTheFilesOfTheLivingAlone() throws Exception {
        SleepingSteps sleeping = new SleepingSteps();
        try (PartitionedTable slow = PartitionedTable.open(directory, Readings.SCHEMA, Readings.EAGER, sleeping)) {
            slow.append(List.of(reading("2025-04-25T10:00:00Z", "m1", 1, 1)), Map.of());
            sleeping.sleepBeforeNextLink();
            Future<List<Publication>> late = threads.submit(() -> slow.publishAll(Instant.now()));
            sleeping.awaitSleep();
            open().close();
            sleeping.wake();
            assertThat(late.get()).hasSize(1);
        }
    }

    private PartitionedTable open() {
        return PartitionedTable.open(directory, Readings.SCHEMA, Readings.EAGER);
    }

    private static void append(PartitionedTable table, String name) {
        for (int i = 0; i < APPENDS; i++) {
            table.append(List.of(reading("2025-04-25T10:00:00Z", name + i, i, 1)), Map.of());
        }
    }

    private static void publishUntil(AtomicBoolean done, PartitionedTable table) {
        while (!done.get()) {
            table.publishAll(Instant.now().plus(Duration.ofSeconds(1)));
        }
    }

    /** What outsiders open only ever grows. */
    private void watchUntil(AtomicBoolean done, Manifests manifests) {
        Path published = directory.resolve("year=2025/month=04/day=25/data.parquet");
        long rows = 0;
        long number = 0;
        while (!done.get()) {
            if (published.toFile().exists()) {
                try {
                    long now = SourceFile.footer(published).rows();
                    assertThat(now).isGreaterThanOrEqualTo(rows);
                    rows = now;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            long newest = manifests.of(DAY).generation().map(Generation::number).orElse(0L);
            assertThat(newest).isGreaterThanOrEqualTo(number);
            number = newest;
        }
    }
}
