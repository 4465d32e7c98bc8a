package caravan.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import net.jqwik.api.constraints.Size;

/** Whatever is appended, in whatever order and however often: what goes in comes out, once, in its latest version. */
class TablePropertyTest {

    private static final Instant EVER = Instant.parse("2999-01-01T00:00:00Z");

    /** Rows of one append, and what happens after it. */
    record Batch(List<Row> rows, boolean again, boolean publish, boolean reopen) {}

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void rowsInAreRowsOutOnce(@ForAll("batches") @Size(max = 8) List<Batch> batches) throws IOException {
        Path directory = Files.createTempDirectory("table");
        Map<List<Object>, Row> expected = new HashMap<>();
        PartitionedTable table = PartitionedTable.open(directory, Readings.SCHEMA, Readings.EAGER);
        try {
            for (Batch batch : batches) {
                table.append(batch.rows(), Map.of());
                if (batch.again()) {
                    table.append(batch.rows(), Map.of());
                }
                batch.rows().forEach(row -> expected.merge(key(row), row, TablePropertyTest::later));
                if (batch.publish()) {
                    table.publishDue(EVER);
                }
                if (batch.reopen()) {
                    table.close();
                    table = PartitionedTable.open(directory, Readings.SCHEMA, Readings.EAGER);
                }
                assertThat(Readings.all(table)).containsExactlyInAnyOrderElementsOf(expected.values());
            }
            table.publishDue(EVER);
            assertThat(Readings.all(table)).containsExactlyInAnyOrderElementsOf(expected.values());
            assertThat(publishedRows(directory)).containsExactlyInAnyOrderElementsOf(expected.values());
        } finally {
            table.close();
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    @Provide
    Arbitrary<List<Batch>> batches() {
        // Around the end of a year and a leap day, few meters and revisions: many rows meet.
        Arbitrary<Instant> times = Arbitraries.of(
                        "2023-12-31T23:59:59.999999Z", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z")
                .flatMap(start -> Arbitraries.longs().between(-1, 1).map(seconds -> Instant.parse(start)
                        .plus(Duration.ofSeconds(seconds))));
        Arbitrary<Row> rows = Combinators.combine(
                        times,
                        Arbitraries.of("m1", "m2", "m3"),
                        Arbitraries.doubles().between(-1, 1),
                        Arbitraries.longs().between(1, 3))
                .as(Readings::reading);
        return Combinators.combine(
                        rows.list().ofMaxSize(12),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as(Batch::new)
                .list()
                .ofMaxSize(8);
    }

    private static List<Object> key(Row row) {
        return List.of(row.day(), row.get("meter"));
    }

    private static Row later(Row before, Row after) {
        return (Long) after.get("revision") >= (Long) before.get("revision") ? after : before;
    }

    private static List<Row> publishedRows(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(directory)) {
            files = found.filter(file -> file.endsWith("data.parquet")).toList();
        }
        List<Row> rows = new ArrayList<>();
        for (Path file : files) {
            try (RowReader reader = RowReader.open(file, Readings.SCHEMA)) {
                for (Row row = reader.read(); row != null; row = reader.read()) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }
}
