package caravan.parquet;

import static caravan.parquet.Readings.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionedTableTest {

    private static final LocalDate DAY = LocalDate.of(2025, 4, 25);
    private static final Instant NOON = Instant.parse("2025-04-25T12:00:00Z");

    @TempDir
    Path directory;

    private PartitionedTable table;

    @BeforeEach
    void open() {
        table = open(TableOptions.DEFAULT.withClock(() -> NOON));
    }

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void anAppendedRowIsReadBeforeItIsPublished() {
        Row row = reading("2025-04-25T10:00:00Z", "m1", 4.5, 1);
        table.append(List.of(row), Map.of());
        assertThat(Readings.all(table)).containsExactly(row);
        assertThat(published("2025", "04", "25")).doesNotExist();
    }

    @Test
    void ofTheSameRowTheGreatestVersionIsRead() {
        table.append(List.of(reading("2025-04-25T10:00:00Z", "m1", 4.5, 2)), Map.of());
        table.append(List.of(reading("2025-04-25T10:00:00Z", "m1", 3.5, 1)), Map.of());
        assertThat(Readings.all(table))
                .singleElement()
                .extracting(row -> row.get("value"))
                .isEqualTo(4.5);
    }

    @Test
    void ofEqualVersionsTheLaterAppendIsRead() {
        table.append(List.of(reading("2025-04-25T10:00:00Z", "m1", 4.5, 1)), Map.of());
        table.publishDue(NOON);
        table.append(List.of(reading("2025-04-25T10:00:00Z", "m1", 3.5, 1)), Map.of());
        assertThat(Readings.all(table))
                .singleElement()
                .extracting(row -> row.get("value"))
                .isEqualTo(3.5);
    }

    @Test
    void publishingPutsTheWholeDayIntoOneFile() {
        table.append(List.of(reading("2025-04-25T10:00:00Z", "m1", 4.5, 1)), Map.of());
        table.append(List.of(reading("2025-04-25T11:00:00Z", "m2", 5.5, 1)), Map.of());
        assertThat(table.publishDue(NOON)).singleElement().satisfies(publication -> {
            assertThat(publication.day()).isEqualTo(DAY);
            assertThat(publication.generation()).isEqualTo(1);
            assertThat(publication.rows()).isEqualTo(2);
            assertThat(publication.segments()).isEqualTo(2);
        });
        assertThat(published("2025", "04", "25")).exists();
        assertThat(table.pendingRows()).isZero();
        assertThat(Readings.all(table)).hasSize(2);
    }

    @Test
    void aRowGoesToItsUtcDayHoweverLateItComes() {
        table.append(
                List.of(
                        reading("2024-12-31T23:59:59.999999Z", "last", 1, 1),
                        reading("2025-01-01T00:00:00Z", "first", 1, 1),
                        reading("2024-02-29T12:00:00Z", "leap", 1, 1)),
                Map.of());
        table.publishDue(NOON);
        assertThat(List.of(published("2024", "12", "31"), published("2025", "01", "01"), published("2024", "02", "29")))
                .allSatisfy(file -> assertThat(file).exists());
        table.append(List.of(reading("2024-12-31T08:00:00Z", "late", 1, 1)), Map.of());
        assertThat(table.publishDue(NOON.plusSeconds(60)))
                .singleElement()
                .extracting(Publication::day, Publication::rows)
                .containsExactly(LocalDate.of(2024, 12, 31), 2L);
    }

    @Test
    void aDayIsDueWhenItGrewByAQuarterOrARowWaitedAMinute() {
        for (int i = 0; i < 100; i++) {
            table.append(List.of(reading("2025-04-25T10:00:00Z", "m" + i, i, 1)), Map.of());
        }
        assertThat(table.publishDue(NOON)).hasSize(1);
        PartitionedTable patient = table;
        patient.append(List.of(reading("2025-04-25T10:00:00Z", "one more", 1, 1)), Map.of());
        long published = published("2025", "04", "25").toFile().length();
        long pending = Manifests.bytes(patient.manifests().of(DAY).pending().stream()
                .map(Segment::file)
                .toList());
        PublishPolicy muchGrowth = new PublishPolicy(pending / (double) published + 0.01, Duration.ofSeconds(60));
        Manifest day = patient.manifests().of(DAY);
        assertThat(muchGrowth.isDue(day, NOON.plusMillis(59_999))).isFalse();
        assertThat(muchGrowth.isDue(day, NOON.plusSeconds(60))).isTrue();
        assertThat(new PublishPolicy(pending / (double) published, Duration.ofSeconds(60)).isDue(day, NOON))
                .isTrue();
    }

    @Test
    void replacedFilesGoAfterTheGraceAndNotBefore() throws IOException {
        table.append(List.of(reading("2025-04-25T10:00:00Z", "m1", 1, 1)), Map.of());
        table.publishDue(NOON);
        table.append(List.of(reading("2025-04-25T10:00:00Z", "m2", 1, 1)), Map.of());
        table.publishAll(NOON.plusSeconds(30));
        table.publishDue(NOON.plusSeconds(59));
        assertThat(files("segments")).hasSize(2);
        assertThat(files("generations")).hasSize(2);
        table.publishDue(NOON.plusSeconds(60));
        assertThat(files("segments")).hasSize(1);
        assertThat(files("generations")).hasSize(2);
        table.publishDue(NOON.plusSeconds(90));
        assertThat(files("segments")).isEmpty();
        assertThat(files("generations")).hasSize(1);
        assertThat(directory.resolve(".caravan/segments/2025-04-25")).doesNotExist();
        assertThat(Readings.all(table)).hasSize(2);
    }

    @Test
    void provenanceStaysWithTheRows() {
        table.append(List.of(reading("2025-04-25T10:00:00Z", "m1", 1, 1)), Map.of("queue-0", "0-9", "from", "a"));
        table.append(List.of(reading("2025-04-25T10:00:00Z", "m2", 1, 1)), Map.of("queue-0", "20-29", "from", "b"));
        table.publishDue(NOON);
        table.append(List.of(reading("2025-04-25T10:00:00Z", "m3", 1, 1)), Map.of("queue-0", "10-19", "from", "a"));
        table.publishAll(NOON);
        assertThat(table.manifests()
                        .of(DAY)
                        .generation()
                        .orElseThrow()
                        .provenance()
                        .values())
                .containsEntry("queue-0", "0-29")
                .containsEntry("from", "a\nb");
    }

    @Test
    void aDamagedSegmentIsNamedAndHoldsUpOnlyItsDay() throws IOException {
        Segment damaged = table.append(List.of(reading("2025-04-25T10:00:00Z", "m1", 1, 1)), Map.of())
                .get(0);
        Files.write(damaged.file(), new byte[] {1, 2, 3});
        table.append(List.of(reading("2025-04-26T10:00:00Z", "m1", 1, 1)), Map.of());
        assertThatThrownBy(() -> table.publishDue(NOON))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining(damaged.file().toString());
        assertThat(published("2025", "04", "26")).exists();
        assertThatThrownBy(() -> table.read(DAY))
                .hasMessageContaining(damaged.file().toString());
    }

    @Test
    void aFileOfSomebodyElseIsNotReplaced() throws IOException {
        Path published = published("2025", "04", "25");
        Files.createDirectories(published.getParent());
        Files.write(published, new byte[] {1, 2, 3});
        table.append(List.of(reading("2025-04-25T10:00:00Z", "m1", 1, 1)), Map.of());
        assertThatThrownBy(() -> table.publishDue(NOON))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining(published.toString());
        assertThat(published).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void aDiskThatFailsIsUnavailable() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> PartitionedTable.open(file, Readings.SCHEMA, TableOptions.DEFAULT))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aDayWithoutRowsIsEmpty() {
        assertThat(table.manifests().days()).isEmpty();
        try (Stream<Row> rows = table.read(DAY)) {
            assertThat(rows).isEmpty();
        }
        assertThat(table.count(DAY)).isZero();
        assertThat(table.append(List.of(), Map.of())).isEmpty();
    }

    @Test
    void rowsOfAnotherSchemaAreRefused() {
        RowSchema other = RowSchema.parse(
                "message m { optional int64 at (TIMESTAMP(MICROS,true)); }", "at", List.of("at"), "at", Set.of());
        assertThatThrownBy(() -> table.append(List.of(Row.of(other, Map.of("at", NOON))), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTableOfADirectoryIsSharedAndClosedByTheLast() {
        TableOptions options = TableOptions.DEFAULT;
        PartitionedTable one = SharedTables.acquire(directory, Readings.SCHEMA, options);
        PartitionedTable two =
                SharedTables.acquire(directory.resolve("../" + directory.getFileName()), Readings.SCHEMA, options);
        assertThat(two).isSameAs(one);
        assertThatThrownBy(() -> SharedTables.acquire(directory, Readings.SCHEMA, Readings.EAGER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("already open");
        SharedTables.release(one);
        SharedTables.release(two);
        assertThatThrownBy(() -> SharedTables.release(two)).isInstanceOf(IllegalArgumentException.class);
    }

    private PartitionedTable open(TableOptions options) {
        return PartitionedTable.open(directory, Readings.SCHEMA, options);
    }

    private Path published(String year, String month, String day) {
        return directory
                .resolve("year=" + year)
                .resolve("month=" + month)
                .resolve("day=" + day)
                .resolve("data.parquet");
    }

    private List<Path> files(String kind) throws IOException {
        Path root = directory.resolve(".caravan").resolve(kind);
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }
}
