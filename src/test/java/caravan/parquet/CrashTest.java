package caravan.parquet;

import static caravan.parquet.Readings.reading;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that dies before any of its steps, from opening to publishing, merging, compacting and cleaning up. */
class CrashTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final List<Row> FIRST =
            List.of(reading("2025-04-25T10:00:00Z", "m1", 1, 1), reading("2025-04-26T10:00:00Z", "m1", 2, 1));
    private static final List<Row> THIRD = List.of(
            reading("2025-04-25T10:00:00Z", "m1", 5, 3),
            reading("2025-04-25T12:00:00Z", "m3", 6, 1),
            reading("2025-04-25T13:00:00Z", "m0", 7, 1));
    private static final List<Row> SECOND =
            List.of(reading("2025-04-25T10:00:00Z", "m1", 3, 2), reading("2025-04-25T11:00:00Z", "m2", 4, 1));

    @TempDir
    Path root;

    @Test
    void whereverTheProcessDiesNothingAcknowledgedIsLostNothingIsDoubledAndNothingIsLeft() throws IOException {
        int steps = 0;
        boolean died = true;
        while (died) {
            Path directory = root.resolve("after-" + steps);
            List<Row> acknowledged = new ArrayList<>();
            died = live(directory, new CrashingSteps(steps), acknowledged);

            try (PartitionedTable reopened =
                    PartitionedTable.open(directory, Readings.SCHEMA, Readings.EAGER, CrashingSteps.immortal())) {
                assertHolds(Readings.all(reopened), acknowledged);
                // What was not acknowledged is delivered again.
                reopened.append(FIRST, Map.of());
                reopened.append(SECOND, Map.of());
                reopened.append(THIRD, Map.of());
                assertThat(Readings.all(reopened)).as("after %s steps", steps).containsExactlyInAnyOrder(expected());
                reopened.publishDue(NOW);
                assertThat(Readings.all(reopened)).as("after %s steps", steps).containsExactlyInAnyOrder(expected());
                reopened.compactDue(NOW);
                assertThat(Readings.all(reopened)).as("after %s steps", steps).containsExactlyInAnyOrder(expected());
                assertThat(leftovers(directory)).as("after %s steps", steps).isEmpty();
                assertThat(directory.resolve("year=2025/month=04/day=25/data.parquet"))
                        .as("after %s steps", steps)
                        .hasSameBinaryContentAs(reopened.manifests()
                                .newestGeneration(LocalDate.of(2025, 4, 25))
                                .orElseThrow());
            }
            steps++;
        }
        assertThat(steps).as("the whole life was covered").isGreaterThan(100);
    }

    @Test
    void anInterruptedPublicationIsFinishedByOpeningTheTable() throws IOException {
        Path published = null;
        for (int steps = 0; published == null; steps++) {
            Path directory = root.resolve("half-" + steps);
            live(directory, new CrashingSteps(steps), new ArrayList<>());
            Path generation = directory.resolve(".caravan/generations/2025-04-25/gen-1.parquet");
            Path target = directory.resolve("year=2025/month=04/day=25/data.parquet");
            if (Files.exists(generation) && !Files.exists(target)) {
                PartitionedTable.open(directory, Readings.SCHEMA, Readings.EAGER)
                        .close();
                assertThat(target).exists();
                published = target;
            }
        }
    }

    private static boolean live(Path directory, CrashingSteps steps, List<Row> acknowledged) {
        try (PartitionedTable table = PartitionedTable.open(directory, Readings.SCHEMA, Readings.EAGER, steps)) {
            table.append(FIRST, Map.of());
            acknowledged.addAll(FIRST);
            table.publishDue(NOW);
            table.append(SECOND, Map.of());
            acknowledged.addAll(SECOND);
            table.publishDue(NOW);
            for (Row row : THIRD) {
                table.append(List.of(row), Map.of());
                acknowledged.add(row);
            }
            // Nothing is due: what waits is merged, and what was merged goes.
            table.mergeSegments(NOW);
            table.mergeSegments(NOW);
            table.compactDue(NOW);
            table.compactDue(NOW);
        } catch (CrashingSteps.Crash e) {
            assertThat(steps.isDead()).isTrue();
        }
        return steps.isDead();
    }

    private static Row[] expected() {
        return new Row[] {THIRD.get(0), THIRD.get(1), THIRD.get(2), SECOND.get(1), FIRST.get(1)};
    }

    /** Each key once, and in the acknowledged version or one that was on its way. */
    private static void assertHolds(List<Row> rows, List<Row> acknowledged) {
        assertThat(rows).extracting(row -> List.of(row.day(), row.get("meter"))).doesNotHaveDuplicates();
        assertThat(acknowledged).allSatisfy(row -> assertThat(rows).anySatisfy(found -> {
            assertThat(found.day()).isEqualTo(row.day());
            assertThat(found.get("meter")).isEqualTo(row.get("meter"));
            assertThat((Long) found.get("revision")).isGreaterThanOrEqualTo((Long) row.get("revision"));
        }));
    }

    private static Set<Path> leftovers(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".tmp"))
                    .collect(Collectors.toSet());
        }
    }
}
