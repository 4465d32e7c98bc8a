package caravan;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.lake.LakeQuery;
import caravan.lake.LakeReader;
import caravan.lake.SentimentRow;
import caravan.lake.SentimentSchema;
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
    private static final int ROWS = Integer.getInteger("rows", 2_000);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final String AS_OF = "2026-01-05T10:00:00Z";
    private static final int TRAILER = 8;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private Path whole;
    private int number;

    @BeforeEach
    void migrateUndisturbed() throws IOException, InterruptedException {
        LegacyLake.plain(3, ROWS).write(folder.resolve("legacy"), folder.resolve("truth"));
        whole = base("whole");
        migrate(whole).awaitEnd();
    }

    @Test
    void whereverItIsKilledTheRowsAreThoseOfARunThatWasNotAndCanBeTakenBack() throws Exception {
        int migrationsKilled = 0;
        int rollbacksKilled = 0;
        for (int run = 0; migrationsKilled < KILLS || rollbacksKilled < ROLLBACKS_KILLED; run++) {
            Path lake = base("lake-" + run);
            Map<String, Integer> before = DirectoryHash.ofLake(lake);
            migrationsKilled += untilComplete(lake, KILLS - migrationsKilled, () -> migrate(lake));
            assertSameAsWhole(lake);
            rollbacksKilled += untilComplete(lake, ROLLBACKS_KILLED - rollbacksKilled, () -> takeBack(lake));
            assertThat(DirectoryHash.ofLake(lake))
                    .as("the lake is what it was, seed " + SEED)
                    .isEqualTo(before);
        }
    }

    private interface Start {
        CaravanProcess now();
    }

    /** @return how often it was killed before it was complete */
    private int untilComplete(Path lake, int kills, Start start) throws InterruptedException {
        int killed = 0;
        while (killed < kills) {
            CaravanProcess process = start.now();
            waitForARandomPoint(lake, process);
            if (!process.isAlive()) {
                process.awaitEnd();
                return killed;
            }
            process.kill(false);
            killed++;
        }
        start.now().awaitEnd();
        return killed;
    }

    /** Some time after its start, or as soon as some more of the files are there that a run makes, or gone. */
    private void waitForARandomPoint(Path lake, CaravanProcess process) {
        Path load = lake.resolve(".caravan/loads/20260105T100000000Z");
        List<Path> places =
                List.of(load.resolve("work"), load.resolve("work/days"), load.resolve("shown"), load.resolve("held"));
        int kind = random.nextInt(places.size() + 1);
        long until =
                System.nanoTime() + Duration.ofMillis(random.nextInt(6_000)).toNanos();
        int difference = 1 + random.nextInt(30);
        int before = kind == places.size() ? 0 : count(places.get(kind));
        while (process.isAlive()
                && (kind == places.size()
                        ? System.nanoTime() < until
                        : Math.abs(count(places.get(kind)) - before) < difference)) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
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
        assertThat(machinery.resolve("loads/20260105T100000000Z").toFile().list())
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
