package caravan.parquet;

import static caravan.parquet.Readings.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnprocessableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BulkLoadTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant BEGUN = Instant.parse("2025-06-01T00:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2025, 4, 25);
    private static final LocalDate NEXT_DAY = DAY.plusDays(1);
    private static final List<Row> BEFORE = readings(DAY, 1, 20, 1);

    /** Of two days, one of which has rows already; of some meters there are rows on the same day. */
    private static final Map<LocalDate, List<Row>> LOADED =
            Map.of(DAY, readings(DAY, 15, 40, 2), NEXT_DAY, readings(NEXT_DAY, 1, 5, 2));

    /** Some older and some newer than what was loaded of the same meter. */
    private static final List<Row> LIVE = Stream.of(
                    readings(DAY, 18, 22, 1), readings(DAY, 38, 45, 3), readings(NEXT_DAY, 5, 8, 3))
            .flatMap(List::stream)
            .toList();

    @TempDir
    Path root;

    private Path directory;

    @BeforeEach
    void choose() {
        directory = root.resolve("table");
    }

    @Test
    void whatIsShownIsReadAndNotPublished() throws IOException {
        try (PartitionedTable table = open(CrashingSteps.immortal())) {
            table.append(BEFORE, Map.of());
            table.publishAll(NOW);
            show(table, "one");
            assertThat(Readings.all(table)).containsExactlyInAnyOrderElementsOf(with(BEFORE, loaded()));
            assertThat(table.count(DAY)).isEqualTo(40);
            table.publishAll(NOW);
            table.compactDue(NOW);
            assertThat(published(DAY)).containsExactlyInAnyOrderElementsOf(BEFORE);
            assertThat(directory.resolve("year=2025/month=04/day=26")).doesNotExist();
        }
    }

    @Test
    void whatIsPlacedIsPublishedWithTheRestOfItsDay() throws IOException {
        try (PartitionedTable table = open(CrashingSteps.immortal())) {
            table.append(BEFORE, Map.of());
            load(table, "one");
            assertThat(published(DAY)).containsExactlyInAnyOrderElementsOf(with(BEFORE, LOADED.get(DAY)));
            assertThat(published(NEXT_DAY)).containsExactlyInAnyOrderElementsOf(LOADED.get(NEXT_DAY));
        }
    }

    @Test
    void aLoadIsTakenBackToTheLastByteWhereNothingElseCame() throws IOException {
        try (PartitionedTable table = open(CrashingSteps.immortal())) {
            table.append(BEFORE, Map.of());
            table.publishAll(NOW);
            table.publishAll(NOW);
        }
        Map<String, Integer> before = files();
        try (PartitionedTable table = open(CrashingSteps.immortal())) {
            load(table, "one");
            table.compactDue(NOW);
            assertThat(files()).isNotEqualTo(before);
        }
        undo("one", CrashingSteps.immortal());
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void theFirstRowsOfATableAreTakenBackToNothing() throws IOException {
        open(CrashingSteps.immortal()).close();
        Map<String, Integer> before = files();
        try (PartitionedTable table = open(CrashingSteps.immortal())) {
            load(table, "one");
        }
        undo("one", CrashingSteps.immortal());
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void whatElseCameStaysAsIfTheLoadHadNeverBeen() throws IOException {
        for (int variant = 0; variant < 4; variant++) {
            directory = root.resolve("variant-" + variant);
            try (PartitionedTable table = open(CrashingSteps.immortal())) {
                table.append(BEFORE, Map.of());
                if (variant % 2 == 0) {
                    table.publishAll(NOW);
                }
                load(table, "one");
                for (Row row : LIVE) {
                    table.append(List.of(row), Map.of());
                    if (variant > 1) {
                        table.publishAll(NOW);
                    }
                }
                table.publishAll(NOW);
                table.compactDue(NOW);
                table.append(readings(DAY, 50, 52, 3), Map.of());
                table.undo(table.load("one", BEGUN), NOW, day -> {});
                List<Row> expected = with(with(BEFORE, LIVE), readings(DAY, 50, 52, 3));
                assertThat(Readings.all(table)).as("variant %s", variant).containsExactlyInAnyOrderElementsOf(expected);
                table.publishAll(NOW);
                assertThat(Readings.all(table)).as("variant %s", variant).containsExactlyInAnyOrderElementsOf(expected);
                assertThat(table.loads()).isEmpty();
            }
        }
    }

    @Test
    void whereverTheProcessDiesALoadIsFinishedAndTakenBackAfterwards() throws IOException {
        boolean died = true;
        for (int life = 0; died; life++) {
            directory = root.resolve("life-" + life);
            CrashingSteps steps = new CrashingSteps(life);
            boolean undoing = false;
            try (PartitionedTable table = open(CrashingSteps.immortal())) {
                table.append(BEFORE, Map.of());
                table.publishAll(NOW);
                table.append(readings(DAY, 19, 21, 1), Map.of());
            }
            try (PartitionedTable table = open(steps)) {
                load(table, "one");
                table.append(LIVE, Map.of());
                table.publishAll(NOW);
                undoing = true;
                table.undo(table.load("one", BEGUN), NOW, day -> {});
            } catch (CrashingSteps.Crash e) {
                assertThat(steps.isDead()).isTrue();
            }
            died = steps.isDead();
            List<Row> without = with(with(BEFORE, readings(DAY, 19, 21, 1)), LIVE);
            try (PartitionedTable table = open(CrashingSteps.immortal())) {
                if (!undoing) {
                    load(table, "one");
                    table.append(LIVE, Map.of());
                    table.publishAll(NOW);
                    table.publishAll(NOW);
                    assertThat(Readings.all(table))
                            .as("after %s steps", life)
                            .containsExactlyInAnyOrderElementsOf(with(without, loaded()));
                }
                table.undo(table.load("one", BEGUN), NOW, day -> {});
                assertThat(Readings.all(table)).as("after %s steps", life).containsExactlyInAnyOrderElementsOf(without);
                table.publishAll(NOW);
                assertThat(published(DAY))
                        .as("after %s steps", life)
                        .containsExactlyInAnyOrderElementsOf(without.stream()
                                .filter(row -> row.day().equals(DAY))
                                .toList());
            }
        }
    }

    @Test
    void loadsAreTakenBackLatestFirst() throws IOException {
        try (PartitionedTable table = open(CrashingSteps.immortal())) {
            load(table, "2025-one");
            BulkLoad second = table.load("2025-two", BEGUN.plusSeconds(1));
            second.show(DAY, 1, file(second, readings(DAY, 60, 70, 2)), 11);
            second.place(DAY, 1);
            table.publishAll(NOW);
            BulkLoad first = table.load("2025-one", BEGUN);
            assertThatThrownBy(() -> table.undo(first, NOW, day -> {}))
                    .isInstanceOf(UnprocessableException.class)
                    .hasMessageContaining("2025-two brought rows of 2025-04-25 after it");
            table.undo(second, NOW, day -> {});
            assertThat(Readings.all(table)).containsExactlyInAnyOrderElementsOf(loaded());
            table.undo(first, NOW, day -> {});
            assertThat(Readings.all(table)).isEmpty();
        }
    }

    @Test
    void aDayIsTakenOutOfFilesOfManyDays() throws IOException {
        List<Row> rows = IntStream.range(0, 400)
                .mapToObj(i -> reading(
                        DAY.plusDays(i / 40).atStartOfDay().toInstant(ZoneOffset.UTC),
                        "m" + i,
                        i,
                        "long ".repeat(i % 40 == 0 ? 50_000 : 3),
                        1))
                .toList();
        Path one = root.resolve("one");
        Path two = root.resolve("two");
        Spill.write(one, Readings.SCHEMA, TableOptions.DEFAULT, rows.subList(0, 250));
        Spill.write(two, Readings.SCHEMA, TableOptions.DEFAULT, rows.subList(230, 400));
        try (SpilledDays spilled = SpilledDays.open(Readings.SCHEMA, TableOptions.DEFAULT, List.of(one, two))) {
            assertThat(spilled.days()).hasSize(10);
            for (LocalDate day : spilled.days()) {
                List<BitSet> dropped =
                        spilled.parts(day).stream().map(part -> new BitSet()).toList();
                dropped.get(0).set(3);
                Path file = root.resolve("day");
                long count = spilled.write(day, dropped, file, Map.of());
                List<Row> expected = new ArrayList<>();
                for (SpilledDays.Part part : spilled.parts(day)) {
                    expected.addAll(rows.subList(
                            part.spill() * 230 + part.first(), part.spill() * 230 + part.first() + part.rows()));
                }
                expected.remove(3);
                assertThat(read(file)).as("%s", day).isEqualTo(expected).hasSize((int) count);
            }
        }
    }

    private PartitionedTable open(CrashingSteps steps) {
        return PartitionedTable.open(directory, Readings.SCHEMA, Readings.EAGER, steps);
    }

    private void undo(String id, CrashingSteps steps) {
        try (PartitionedTable table = open(steps)) {
            table.undo(table.load(id, BEGUN), NOW, day -> {});
        }
    }

    private static void show(PartitionedTable table, String id) throws IOException {
        BulkLoad load = table.load(id, BEGUN);
        for (Map.Entry<LocalDate, List<Row>> day : new TreeMap<>(LOADED).entrySet()) {
            if (!load.heldDays().contains(day.getKey())) {
                load.show(
                        day.getKey(),
                        1,
                        file(load, day.getValue()),
                        day.getValue().size());
            }
        }
    }

    private static void load(PartitionedTable table, String id) throws IOException {
        show(table, id);
        BulkLoad load = table.load(id, BEGUN);
        for (LocalDate day : load.shownDays()) {
            load.place(day, 1);
        }
        table.publish(LOADED.keySet(), NOW);
        load.end();
    }

    private static Path file(BulkLoad load, List<Row> rows) throws IOException {
        Path file = load.work().resolve("rows");
        Files.deleteIfExists(file);
        try (RowWriter writer = new RowWriter(file, Readings.SCHEMA, Readings.EAGER.publishedShape())) {
            for (Row row : rows) {
                writer.write(row);
            }
            writer.finish(Map.of());
        }
        return file;
    }

    private static List<Row> readings(LocalDate day, int from, int to, long revision) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(meter -> reading(day + "T10:00:00Z", "m" + meter, meter + revision / 10.0, revision))
                .toList();
    }

    private static List<Row> loaded() {
        return LOADED.values().stream().flatMap(List::stream).toList();
    }

    /** Of each meter and day the row of the greatest revision, the later one of equal ones. */
    private static List<Row> with(List<Row> rows, List<Row> more) {
        Map<String, Row> latest = new TreeMap<>();
        Stream.of(rows, more)
                .flatMap(List::stream)
                .forEach(row -> latest.merge(
                        row.day() + " " + row.get("meter"),
                        row,
                        (one, other) -> (Long) other.get("revision") >= (Long) one.get("revision") ? other : one));
        return List.copyOf(latest.values());
    }

    private List<Row> published(LocalDate day) throws IOException {
        return read(directory.resolve("year=2025/month=04/day=%02d/data.parquet".formatted(day.getDayOfMonth())));
    }

    private static List<Row> read(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (RowReader reader = RowReader.open(file, Readings.SCHEMA)) {
            for (Row row = reader.read(); row != null; row = reader.read()) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** Every file and directory, with a hash of what is in it. */
    private Map<String, Integer> files() throws IOException {
        Map<String, Integer> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(directory)) {
            found.forEach(file -> {
                try {
                    files.put(
                            directory.relativize(file).toString(),
                            Files.isDirectory(file) ? 0 : Arrays.hashCode(Files.readAllBytes(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return files;
    }
}
