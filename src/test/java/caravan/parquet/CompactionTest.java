package caravan.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day that is over becomes one sorted file; nothing of it is lost, and rows that come later find their place. */
class CompactionTest {

    private static final LocalDate DAY = LocalDate.of(2025, 4, 25);
    private static final Instant DURING = Instant.parse("2025-04-25T20:00:00Z");
    private static final Instant AFTER = Instant.parse("2025-04-26T01:00:00Z");

    @TempDir
    Path directory;

    private PartitionedTable table;

    @BeforeEach
    void open() {
        table = PartitionedTable.open(directory, Readings.SCHEMA, Readings.SMALL);
    }

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void aDayIsCompactedOnceItIsOver() {
        table.append(rows(20), Map.of());
        assertThat(table.compactDue(DURING)).isEmpty();
        assertThat(table.compactDue(AFTER.minusSeconds(1))).isEmpty();
        assertThat(table.compactDue(AFTER)).singleElement().satisfies(publication -> assertThat(publication.rows())
                .isEqualTo(20));
        assertThat(table.compactDue(AFTER)).as("it is compact already").isEmpty();
    }

    @Test
    void itIsSortedAndHasTheSameRows() throws IOException {
        List<Row> rows = rows(400);
        table.append(rows.subList(0, 250), Map.of());
        table.publishDue(DURING);
        table.append(rows.subList(250, 400), Map.of());
        table.compactDue(AFTER);

        assertThat(published())
                .containsExactlyElementsOf(rows.stream()
                        .sorted(Comparator.comparing((Row row) -> (String) row.get("meter"))
                                .thenComparing(row -> (Instant) row.get("at")))
                        .toList());
    }

    @Test
    void ofWhatIsTooLargeToBeSortedInMemorySortedPartsAreMerged() throws IOException {
        String large = "x".repeat(1 << 20);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            rows.add(Readings.reading(DURING, "m%03d".formatted(i * 7 % 150), i, large + i, 1));
        }
        table.append(rows, Map.of());
        table.compactDue(AFTER);

        assertThat(published()).extracting(row -> row.get("meter")).isSorted().hasSize(150);
        assertThat(directory.resolve(".caravan/tmp")).isEmptyDirectory();
    }

    @Test
    void rowsThatComeLaterArePublishedAndTheDayIsCompactedAgain() throws IOException {
        table.append(rows(50), Map.of());
        table.compactDue(AFTER);
        Row late = Readings.reading(DURING, "a first meter", 1, 1);
        table.append(List.of(late), Map.of());
        table.publishDue(AFTER);
        assertThat(published()).hasSize(51).contains(late);

        table.compactDue(AFTER);

        assertThat(published().get(0)).isEqualTo(late);
    }

    @Test
    void rowsAreFoundThroughStatisticsIndexesAndBloomFilters() throws IOException {
        table.append(rows(400), Map.of());
        table.compactDue(AFTER);

        try (SourceFile file = SourceFile.open(file(), Readings.SCHEMA)) {
            ParquetFileReader reader = file.reader();
            assertThat(reader.getRowGroups()).hasSizeGreaterThan(2).allSatisfy(group -> {
                ColumnChunkMetaData meter = column(group, "meter");
                assertThat(meter.getStatistics().hasNonNullValue()).isTrue();
                assertThat(reader.readColumnIndex(meter)).isNotNull();
                assertThat(reader.readOffsetIndex(meter)).isNotNull();
                assertThat(reader.readBloomFilter(meter)).isNotNull();
                assertThat(column(group, "note").getStatistics().hasNonNullValue())
                        .as("large values have no statistics")
                        .isFalse();
            });
        }
    }

    @Test
    void aTableThatIsNotToBeSortedIsLeftAsItIs() {
        try (PartitionedTable plain = PartitionedTable.open(
                directory.resolve("plain"),
                Readings.SCHEMA,
                Readings.EAGER.withCompaction(TableOptions.Compaction.NONE))) {
            plain.append(rows(5), Map.of());
            plain.publishDue(AFTER);
            assertThat(plain.compactDue(AFTER)).isEmpty();
        }
    }

    @Test
    void compactionWaitsForTheBudget() {
        PublishPolicy tight = new PublishPolicy(0, Duration.ZERO, 5);
        try (PartitionedTable thrifty = PartitionedTable.open(
                directory.resolve("thrifty"),
                Readings.SCHEMA,
                Readings.SMALL.withPolicy(tight).withClock(() -> DURING))) {
            for (Row row : rows(40)) {
                thrifty.append(List.of(row), Map.of());
                thrifty.publishAll(DURING);
            }
            assertThat(thrifty.compactDue(AFTER)).isEmpty();
            assertThat(thrifty.compactDue(DURING.plus(Duration.ofHours(36)))).hasSize(1);
        }
    }

    private static List<Row> rows(int count) {
        Random random = new Random(1);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(Readings.reading(
                    DURING.minusSeconds(random.nextInt(10_000)),
                    "m%05d".formatted((i * 7919) % 100_003),
                    random.nextDouble(),
                    "read by hand ".repeat(random.nextInt(20)),
                    1));
        }
        return rows;
    }

    private Path file() {
        return directory.resolve("year=2025/month=04/day=25/data.parquet");
    }

    private List<Row> published() throws IOException {
        List<Row> rows = new ArrayList<>();
        try (RowReader reader = RowReader.open(file(), Readings.SCHEMA)) {
            for (Row row = reader.read(); row != null; row = reader.read()) {
                rows.add(row);
            }
        }
        assertThat(table.manifests().of(DAY).generation().orElseThrow().rows()).isEqualTo(rows.size());
        return rows;
    }

    private static ColumnChunkMetaData column(BlockMetaData group, String name) {
        return group.getColumns().stream()
                .filter(chunk -> Set.of(name).contains(chunk.getPath().toDotString()))
                .findFirst()
                .orElseThrow();
    }
}
