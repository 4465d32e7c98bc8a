package caravan.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * Two writers share a table; one of them dies before any step it takes on the disk, is opened again and gets what was not
 * acknowledged once more. The steps are those of {@link FileSteps}: a directory made, a file forced, a directory forced, a
 * name linked, a name replaced, a file deleted. Dying before one is dying after the one before it.
 */
class TwoWritersPropertyTest {

    private static final Instant EVER = Instant.parse("2999-01-01T00:00:00Z");

    enum Act {
        APPEND,
        PUBLISH,
        MERGE,
        COMPACT
    }

    /** @param mortal whether the writer that may die does it */
    record Step(Act act, List<Row> rows, boolean mortal) {}

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void whatTwoWritersTakeIsThereOnceWheneverOneOfThemDies(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(max = 250) int life) throws IOException {
        Path directory = Files.createTempDirectory("table");
        Map<List<Object>, Row> expected = new HashMap<>();
        CrashingSteps disk = new CrashingSteps(life);
        try (PartitionedTable steady =
                PartitionedTable.open(directory, Readings.SCHEMA, Readings.SMALL, CrashingSteps.immortal())) {
            PartitionedTable mortal = null;
            for (Step step : steps) {
                if (step.mortal()) {
                    try {
                        mortal = mortal == null
                                ? PartitionedTable.open(directory, Readings.SCHEMA, Readings.SMALL, disk)
                                : mortal;
                        take(step, mortal);
                    } catch (CrashingSteps.Crash e) {
                        assertThat(disk.isDead()).isTrue();
                        closed(mortal);
                        mortal = PartitionedTable.open(
                                directory, Readings.SCHEMA, Readings.SMALL, CrashingSteps.immortal());
                        // Whatever it had of this step, the step comes again.
                        take(step, mortal);
                    }
                } else {
                    take(step, steady);
                }
                step.rows().forEach(row -> expected.merge(key(row), row, TwoWritersPropertyTest::later));
                assertThat(Readings.all(steady)).containsExactlyInAnyOrderElementsOf(expected.values());
            }
            closed(mortal);
            steady.publishAll(EVER);
            assertThat(Readings.all(steady)).containsExactlyInAnyOrderElementsOf(expected.values());
            steady.compactDue(EVER);
            assertThat(published(directory)).containsExactlyInAnyOrderElementsOf(expected.values());
            assertThat(unfinished(directory)).isEmpty();
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static void take(Step step, PartitionedTable table) {
        switch (step.act()) {
            case APPEND -> table.append(step.rows(), Map.of());
            case PUBLISH -> table.publishDue(EVER);
            case MERGE -> table.mergeSegments(EVER);
            case COMPACT -> table.compactDue(EVER);
        }
    }

    /** A dead process closes nothing; its locks go with it. */
    private static void closed(PartitionedTable table) {
        if (table != null) {
            try {
                table.close();
            } catch (CrashingSteps.Crash e) {
                assertThat(e).isNotNull();
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        // What a row says follows from its key and version, so that it does not matter which of two equal ones counts.
        Arbitrary<Row> rows = Combinators.combine(
                        Arbitraries.of("2023-12-31T00:00:00Z", "2024-02-29T23:59:59.999999Z"),
                        Arbitraries.integers().between(1, 30),
                        Arbitraries.longs().between(1, 3))
                .as((at, meter, revision) -> Readings.reading(
                        Instant.parse(at),
                        "m" + meter,
                        meter + revision / 10.0,
                        "read by hand ".repeat((meter * 7 + revision.intValue() * 11) % 50),
                        revision));
        Arbitrary<Step> appends = Combinators.combine(
                        rows.list().ofMinSize(1).ofMaxSize(25), Arbitraries.of(true, false))
                .as((batch, mortal) -> new Step(Act.APPEND, batch, mortal));
        Arbitrary<Step> others = Combinators.combine(
                        Arbitraries.of(Act.PUBLISH, Act.MERGE, Act.COMPACT), Arbitraries.of(true, false))
                .as((act, mortal) -> new Step(act, List.of(), mortal));
        return Arbitraries.frequencyOf(Tuple.of(3, appends), Tuple.of(2, others))
                .list()
                .ofMinSize(2)
                .ofMaxSize(16);
    }

    private static List<Object> key(Row row) {
        return List.of(row.day(), row.get("meter"));
    }

    private static Row later(Row before, Row after) {
        return (Long) after.get("revision") >= (Long) before.get("revision") ? after : before;
    }

    private static List<Row> published(Path directory) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Path file : files(directory, "data.parquet")) {
            try (RowReader reader = RowReader.open(file, Readings.SCHEMA)) {
                for (Row row = reader.read(); row != null; row = reader.read()) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    private static List<Path> unfinished(Path directory) throws IOException {
        return files(directory, ".tmp");
    }

    private static List<Path> files(Path directory, String ending) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
