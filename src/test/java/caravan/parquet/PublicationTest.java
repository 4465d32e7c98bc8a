package caravan.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What publishing costs, and what the published file is made of. */
class PublicationTest {

    private static final LocalDate DAY = LocalDate.of(2025, 4, 25);
    private static final Instant NOON = Instant.parse("2025-04-25T12:00:00Z");
    private static final int TARGET = 20_000;

    @TempDir
    Path directory;

    private final Random random = new Random(7);
    private int meters;

    @Test
    void finishedRowGroupsAreCopiedWithTheirIndexes() throws IOException {
        try (PartitionedTable table = open(Readings.EAGER.withRowGroupBytes(TARGET))) {
            table.append(rows(300, 400), Map.of());
            table.publishDue(NOON);
            List<BlockMetaData> before = groups();
            table.append(rows(3, 400), Map.of());
            table.publishDue(NOON);
            List<BlockMetaData> after = groups();

            assertThat(before).hasSizeGreaterThan(4);
            for (int i = 0; i < before.size() - 1; i++) {
                assertThat(after.get(i).getRowCount()).isEqualTo(before.get(i).getRowCount());
                assertThat(after.get(i).getTotalByteSize())
                        .isEqualTo(before.get(i).getTotalByteSize());
            }
            try (SourceFile file = SourceFile.open(file(), Readings.SCHEMA)) {
                ParquetFileReader reader = file.reader();
                assertThat(reader.getRowGroups().get(0).getColumns())
                        .allSatisfy(chunk ->
                                assertThat(reader.readOffsetIndex(chunk)).isNotNull());
            }
            assertThat(Readings.all(table)).hasSize(303);
        }
    }

    @Test
    void howeverManyPublicationsThereAreAFileHasFewSmallRowGroups() throws IOException {
        try (PartitionedTable table = open(Readings.EAGER.withRowGroupBytes(TARGET))) {
            for (int i = 0; i < 40; i++) {
                table.append(rows(1 + random.nextInt(30), random.nextInt(900)), Map.of());
                table.publishDue(NOON);
                assertThat(groups().stream().filter(group -> group.getTotalByteSize() < TARGET * 7 / 8))
                        .hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void aRowThatIsReplacedGoesFromAFinishedRowGroup() {
        try (PartitionedTable table = open(Readings.EAGER.withRowGroupBytes(TARGET))) {
            List<Row> rows = rows(300, 400);
            table.append(rows, Map.of());
            table.publishDue(NOON);
            Row replacing = Readings.reading(NOON, (String) rows.get(5).get("meter"), -1, "again", 9);
            table.append(List.of(replacing), Map.of());
            table.publishDue(NOON);

            assertThat(Readings.all(table)).hasSize(300).contains(replacing).doesNotContain(rows.get(5));
        }
    }

    @Test
    void anOlderVersionThatComesLateChangesNothing() {
        try (PartitionedTable table = open(Readings.EAGER)) {
            Row newer = Readings.reading(NOON, "m", 1, 2);
            table.append(List.of(newer), Map.of());
            table.publishDue(NOON);
            table.append(List.of(Readings.reading(NOON, "m", 2, 1)), Map.of());
            table.publishDue(NOON);

            assertThat(Readings.all(table)).containsExactly(newer);
        }
    }

    @Test
    void segmentsAreMergedBeforeThereAreManyAlsoWhenNobodyPublishes() {
        try (PartitionedTable table =
                open(TableOptions.DEFAULT.withGrace(Duration.ZERO).withMergeAt(8))) {
            for (int i = 0; i < 100; i++) {
                table.append(rows(2, 50), Map.of("queue-0", "%d-%d".formatted(2 * i, 2 * i + 1)));
                assertThat(table.manifests().of(DAY).pending()).hasSizeLessThan(24);
            }
            assertThat(Readings.all(table)).hasSize(200);
            table.mergeSegments(NOON.plusSeconds(60));
            table.publishAll(NOON);
            assertThat(table.manifests()
                            .of(DAY)
                            .generation()
                            .orElseThrow()
                            .provenance()
                            .values())
                    .containsExactly(Map.entry("queue-0", "0-199"));
        }
    }

    @Test
    void whatWasMergedGoesAfterItsGrace() {
        try (PartitionedTable table = open(TableOptions.DEFAULT.withMergeAt(4).withClock(() -> NOON))) {
            for (int i = 0; i < 4; i++) {
                table.append(rows(1, 50), Map.of());
            }
            table.mergeSegments(NOON);
            assertThat(segmentFiles()).hasSize(5);
            table.mergeSegments(NOON.plusSeconds(59));
            assertThat(segmentFiles()).hasSize(5);
            table.mergeSegments(NOON.plusSeconds(60));
            assertThat(segmentFiles()).hasSize(1);
            assertThat(Readings.all(table)).hasSize(4);
        }
    }

    @Test
    void noMoreIsWrittenInADayThanTheBudgetAllows() {
        AtomicReference<Instant> now = new AtomicReference<>(NOON);
        TableOptions options = TableOptions.DEFAULT.withClock(now::get).withRowGroupBytes(TARGET);
        try (PartitionedTable table = open(options)) {
            int publications = 0;
            for (int minute = 0; minute < 150; minute++) {
                table.append(rows(20, 300), Map.of());
                now.updateAndGet(before -> before.plusSeconds(60));
                publications += table.publishDue(now.get()).size();
                Generation newest = table.manifests().of(DAY).generation().orElseThrow();
                long size = newest.file().toFile().length();
                assertThat(newest.cost().bytes()).as("after %s minutes", minute).isLessThanOrEqualTo(8 * size);
            }
            assertThat(publications).isBetween(8, 50);
        }
    }

    @Test
    void aDayThatNoLongerGrowsIsStillPublishedWithinTheDay() {
        AtomicReference<Instant> now = new AtomicReference<>(NOON);
        try (PartitionedTable table = open(TableOptions.DEFAULT.withClock(now::get))) {
            table.append(rows(200, 300), Map.of());
            assertThat(table.publishDue(now.get())).hasSize(1);
            List<Duration> waits = new ArrayList<>();
            for (int minute = 0; minute < 24 * 60; minute += 4) {
                if (table.manifests().of(DAY).pending().isEmpty()) {
                    table.append(rows(1, 10), Map.of());
                }
                now.updateAndGet(before -> before.plusSeconds(240));
                Instant oldest = table.manifests().of(DAY).oldestPending().orElseThrow();
                if (!table.publishDue(now.get()).isEmpty()) {
                    waits.add(Duration.between(oldest, now.get()));
                }
            }
            assertThat(waits).hasSizeGreaterThanOrEqualTo(3).isSorted();
            assertThat(waits.get(0)).isLessThanOrEqualTo(Duration.ofMinutes(8));
            table.append(rows(1, 10), Map.of());
            now.updateAndGet(before -> before.plus(Duration.ofDays(1)));
            assertThat(table.publishDue(now.get())).as("the next day's budget").hasSize(1);
        }
    }

    @Test
    void aBudgetThatCannotBeKeptIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PublishPolicy(0.25, Duration.ofSeconds(60), 3))
                .withMessageContaining("budget of 3.0 bytes");
    }

    private PartitionedTable open(TableOptions options) {
        return PartitionedTable.open(directory, Readings.SCHEMA, options);
    }

    private List<Row> rows(int count, int length) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] noise = new byte[length / 2];
            random.nextBytes(noise);
            rows.add(Readings.reading(
                    NOON,
                    "m%05d".formatted(meters++),
                    random.nextDouble(),
                    HexFormat.of().formatHex(noise),
                    1));
        }
        return rows;
    }

    private Path file() {
        return directory.resolve("year=2025/month=04/day=25/data.parquet");
    }

    private List<BlockMetaData> groups() throws IOException {
        try (SourceFile file = SourceFile.open(file(), Readings.SCHEMA)) {
            return List.copyOf(file.reader().getRowGroups());
        }
    }

    private File[] segmentFiles() {
        return directory.resolve(".caravan/segments/" + DAY).toFile().listFiles();
    }
}
