package caravan;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.lake.LakeQuery;
import caravan.lake.LakeReader;
import caravan.lake.SentimentRow;
import caravan.lake.SentimentSchema;
import caravan.lake.migration.Migration;
import caravan.lake.migration.TakeBack;
import caravan.lake.migration.oracle.LegacyLake;
import caravan.parquet.PartitionedTable;
import caravan.parquet.Row;
import caravan.testing.CaravanProcess;
import caravan.testing.DirectoryHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A migration, and what takes it back, killed wherever it is: {@code -Dkills=N} for more deaths than two of the one and
 * half as many of the other, {@code -Drows=N} for more rows, {@code -Dseed=N} for the same.
 */
class MigrateKillTest {

    private static final int KILLS = Integer.getInteger("kills", 2);
    private static final int ROLLBACKS_KILLED = (KILLS + 1) / 2;
    private static final int ROWS = Integer.getInteger("rows", 1_000);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final String AS_OF = "2026-01-05T10:00:00Z";
    private static final String RUN = "20260105T100000000Z";
    private static final int TRAILER = 8;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private Path whole;
    private Course undisturbed;
    private int number;

    @BeforeEach
    void migrateUndisturbed() throws IOException, InterruptedException {
        LegacyLake.plain(3, ROWS).write(folder.resolve("legacy"), folder.resolve("truth"));
        whole = base("whole");
        undisturbed = Course.of(migrate(whole), whole);
    }

    @Test
    void whereverItIsKilledTheRowsAreThoseOfARunThatWasNotAndCanBeTakenBack() throws Exception {
        int migrationsKilled = 0;
        int rollbacksKilled = 0;
        for (int run = 0; migrationsKilled < KILLS || rollbacksKilled < ROLLBACKS_KILLED; run++) {
            Path lake = base("lake-" + run);
            Map<String, Integer> before = DirectoryHash.ofLake(lake);
            migrationsKilled += untilComplete(
                    lake, KILLS - migrationsKilled, undisturbed, () -> migrate(lake), () -> isMigrated(lake));
            assertSameAsWhole(lake);
            rollbacksKilled += untilComplete(
                    lake, ROLLBACKS_KILLED - rollbacksKilled, undisturbed.back(), () -> takeBack(lake), () -> false);
            Map<String, Integer> after = DirectoryHash.ofLake(lake);
            // The last that goes is the run's own directory, empty by then.
            after.keySet().removeAll(List.of(".caravan/loads", ".caravan/loads/" + RUN));
            assertThat(after).as("the lake is what it was, seed " + SEED).isEqualTo(before);
        }
    }

    private interface Start {
        CaravanProcess now();
    }

    /**
     * @param isOver whether there is nothing left to do, though it was killed: one that is refused a second time
     * @return how often it was killed before it ended
     */
    private int untilComplete(Path lake, int kills, Course course, Start start, BooleanSupplier isOver)
            throws InterruptedException {
        int killed = 0;
        while (killed < kills) {
            CaravanProcess process = start.now();
            waitForARandomPoint(lake, process, course);
            if (!process.isAlive()) {
                process.awaitEnd();
                return killed;
            }
            process.kill(false);
            killed++;
            if (isOver.getAsBoolean()) {
                return killed;
            }
        }
        start.now().awaitEnd();
        return killed;
    }

    /**
     * Some time after its start, or as soon as some more of the files are there that a run makes, or gone: no later and
     * no more than in a run that nothing disturbs, so that a death seldom comes too late.
     */
    private void waitForARandomPoint(Path lake, CaravanProcess process, Course course) {
        List<Integer> kinds = course.changing();
        int kind = random.nextInt(kinds.size() + 1);
        if (kind == kinds.size()) {
            long until = System.nanoTime()
                    + (long) (random.nextDouble() * course.length().toNanos());
            waitUntil(process, () -> System.nanoTime() >= until);
        } else {
            Path place = Course.places(lake).get(kinds.get(kind));
            int before = count(place);
            int difference = 1 + random.nextInt(course.most().get(kinds.get(kind)));
            waitUntil(process, () -> Math.abs(count(place) - before) >= difference);
        }
    }

    private static void waitUntil(CaravanProcess process, BooleanSupplier isThere) {
        while (process.isAlive() && !isThere.getAsBoolean()) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    /**
     * What can be seen of a run from outside.
     *
     * @param most how many files each of the places had at most
     */
    private record Course(Duration length, List<Integer> most) {

        static Course of(CaravanProcess process, Path lake) throws InterruptedException {
            long start = System.nanoTime();
            int[] most = new int[places(lake).size()];
            waitUntil(process, () -> {
                Arrays.setAll(
                        most, kind -> Math.max(most[kind], count(places(lake).get(kind))));
                return System.nanoTime() - start > LONGEST.toNanos();
            });
            process.awaitEnd();
            return new Course(
                    Duration.ofNanos(System.nanoTime() - start),
                    Arrays.stream(most).boxed().toList());
        }

        /** Of what takes it back, which is quicker and only gives back what is held. */
        Course back() {
            return new Course(length.dividedBy(3), List.of(0, 0, 0, most.get(3)));
        }

        List<Integer> changing() {
            return IntStream.range(0, most.size())
                    .filter(kind -> most.get(kind) > 0)
                    .boxed()
                    .toList();
        }

        static List<Path> places(Path lake) {
            Path load = lake.resolve(".caravan/loads/" + RUN);
            return List.of(
                    load.resolve("work"), load.resolve("work/days"), load.resolve("shown"), load.resolve("held"));
        }
    }

    private static boolean isMigrated(Path lake) {
        return Files.exists(lake.resolve(".caravan/loads/" + RUN + "/record.json")) && !Migration.isUnderWay(lake);
    }

    private static int count(Path directory) {
        String[] names = directory.toFile().list();
        return names == null ? 0 : names.length;
    }

    private void assertSameAsWhole(Path lake) throws IOException {
        List<SentimentRow> expected = rows(whole);
        assertThat(rows(lake))
                .as("every row once and as it would be, seed " + SEED)
                .isEqualTo(expected)
                .hasSize(ROWS + 2);
        for (LocalDate day : SentimentSchema.publishedDays(whole)) {
            assertThat(pages(lake, day))
                    .as("the pages of %s, seed %s", day, SEED)
                    .isEqualTo(pages(whole, day));
        }
        Path machinery = lake.resolve(".caravan");
        assertThat(machinery.resolve("tmp"))
                .as("what is unfinished, seed " + SEED)
                .isEmptyDirectory();
        assertThat(machinery.resolve("loads/" + RUN).toFile().list())
                .as("what is kept of the run, seed " + SEED)
                .containsExactlyInAnyOrder("lock", "record.json", "held");
    }

    /** Without the footer, which says when it was published. */
    private static ByteBuffer pages(Path lake, LocalDate day) throws IOException {
        byte[] file = Files.readAllBytes(SentimentSchema.published(lake, day));
        int footer = ByteBuffer.wrap(file, file.length - TRAILER, Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        return ByteBuffer.wrap(Arrays.copyOf(file, file.length - TRAILER - footer));
    }

    private static List<SentimentRow> rows(Path lake) {
        try (LakeReader reader = new LakeReader(lake);
                Stream<SentimentRow> rows = reader.read(LakeQuery.between(Instant.MIN, Instant.MAX))) {
            return rows.toList();
        }
    }

    private CaravanProcess migrate(Path lake) {
        return CaravanProcess.start(
                log(),
                Caravan.class,
                "migrate",
                "--from",
                folder.resolve("legacy").toString(),
                "--to",
                lake.toString(),
                "--as-of",
                AS_OF,
                "--set",
                "caravan.data=" + folder.resolve("data"));
    }

    private CaravanProcess takeBack(Path lake) {
        return CaravanProcess.start(log(), TakeBack.class, lake.toString());
    }

    private Path log() {
        number++;
        return folder.resolve("log-" + number);
    }

    /** A lake with a published row on a day that the legacy files have rows of, and one on another. */
    private Path base(String name) {
        Path lake = folder.resolve(name);
        try (PartitionedTable table = PartitionedTable.open(lake, SentimentSchema.rows(), SentimentSchema.options())) {
            for (String time : List.of("2020-01-01T00:00:00Z", "2024-01-10T12:00:00Z")) {
                Map<String, Object> values = new HashMap<>();
                values.put(SentimentSchema.TIMESTAMP, Instant.parse(time));
                values.put(SentimentSchema.TICKER, "AAPL");
                values.put(SentimentSchema.SOURCE, "wire");
                values.put(SentimentSchema.MODEL, "lexicon");
                values.put(SentimentSchema.ARTICLE_ID, "live " + time);
                values.put(SentimentSchema.TEXT, "Live text");
                values.put(SentimentSchema.PROCESSED, Instant.parse(time));
                table.append(List.of(Row.of(SentimentSchema.rows(), values)), Map.of());
            }
            table.publishAll(Instant.now());
        }
        return lake;
    }
}
