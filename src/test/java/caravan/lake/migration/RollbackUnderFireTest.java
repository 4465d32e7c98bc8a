package caravan.lake.migration;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.UnavailableException;
import caravan.lake.LakeQuery;
import caravan.lake.LakeReader;
import caravan.lake.SentimentRow;
import caravan.lake.SentimentSchema;
import caravan.lake.migration.oracle.LegacyLake;
import caravan.parquet.PartitionedTable;
import caravan.parquet.Row;
import caravan.parquet.TableOptions;
import caravan.testing.DirectoryHash;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A migration that is taken back leaves the lake that would be there without it: {@code -Dfires=N} for more than one
 * course of events, {@code -Dseed=N} for the same.
 */
class RollbackUnderFireTest {

    private static final int FIRES = Integer.getInteger("fires", 1);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Instant PROCESSED = Instant.parse("2026-01-05T10:00:00Z");
    private static final int LEGACY = 400;
    /** Short, so that files which were replaced are removed meanwhile; long enough to open one. */
    private static final TableOptions OPTIONS = SentimentSchema.options().withGrace(Duration.ofMillis(1_500));

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private List<SentimentRow> legacy;

    @BeforeEach
    void makeLegacyFiles() throws IOException, InterruptedException {
        LegacyLake.plain(11, LEGACY).write(folder.resolve("legacy"), folder.resolve("truth"));
        Path lake = folder.resolve("only-legacy");
        try (PartitionedTable table = open(lake);
                LakeReader reader = new LakeReader(lake)) {
            migration(table, 1, 0, MigrationProgress.NONE).run();
            try (Stream<SentimentRow> rows = reader.read(LakeQuery.between(Instant.MIN, Instant.MAX))) {
                legacy = rows.toList();
            }
        }
    }

    @AfterEach
    void stop() {
        other.shutdownNow();
    }

    @Test
    void whatLiveProcessesBroughtMeanwhileIsAllThatRemains() throws Exception {
        for (int fire = 0; fire < FIRES; fire++) {
            Path lake = folder.resolve("lake-" + fire);
            Path twin = folder.resolve("twin-" + fire);
            Live live = new Live(lake, random.nextLong());
            live.act(30);
            Future<?> firing = other.submit(live);
            try (PartitionedTable table = open(lake)) {
                migrateAndTakeBack(table, fire);
            } finally {
                live.isOver = true;
            }
            join(firing);
            try (PartitionedTable without = open(twin)) {
                live.brought.forEach(rows -> without.append(rows, Map.of()));
                without.publishAll(Instant.now());
            }
            assertThat(rows(lake))
                    .as("seed %s, fire %s", SEED, fire)
                    .isEqualTo(rows(twin))
                    .hasSizeGreaterThan(30);
            live.end();
            assertThat(rows(lake)).as("published, seed %s, fire %s", SEED, fire).isEqualTo(rows(twin));
            for (LocalDate day : SentimentSchema.publishedDays(twin)) {
                assertThat(SentimentSchema.published(lake, day)).exists();
            }
            assertThat(SentimentSchema.publishedDays(lake)).isEqualTo(SentimentSchema.publishedDays(twin));
        }
    }

    private void migrateAndTakeBack(PartitionedTable table, int fire) throws InterruptedException {
        Rollback rollback = new Rollback(table);
        assertThat(migration(table, 0.3, 1, MigrationProgress.NONE).run().isVerified())
                .as("seed %s, fire %s", SEED, fire)
                .isTrue();
        assertThat(migration(table, 1, 2, MigrationProgress.NONE).run().isVerified())
                .as("seed %s, fire %s", SEED, fire)
                .isTrue();
        rollback.takeBack(rollback.runs().get(1).id(), MigrationProgress.NONE);
        rollback.takeBack(rollback.runs().get(0).id(), MigrationProgress.NONE);
        assertThat(rollback.runs()).isEmpty();
        Migration unfinished = migration(table, 1, 3, MigrationProgress.NONE);
        unfinished.begin();
        unfinished.read();
        unfinished.sort();
        if (random.nextBoolean()) {
            unfinished.place();
        }
        unfinished.close();
        rollback.takeBack(rollback.runs().get(0).id(), MigrationProgress.NONE);
    }

    @Test
    void whereNothingElseCameItIsTheSameDirectoryToTheLastByte() throws InterruptedException {
        Path lake = folder.resolve("lake");
        Live live = new Live(lake, SEED);
        live.act(20);
        live.end();
        Map<String, Integer> before = DirectoryHash.ofLake(lake);
        try (PartitionedTable table = open(lake)) {
            migration(table, 1, 1, MigrationProgress.NONE).run();
        }
        assertThat(DirectoryHash.ofLake(lake)).isNotEqualTo(before);
        takeAllBack(lake);
        assertThat(DirectoryHash.ofLake(lake)).as("seed " + SEED).isEqualTo(before);
        try (PartitionedTable table = open(lake)) {
            migration(table, 0.3, 1, MigrationProgress.NONE).run();
            migration(table, 1, 2, MigrationProgress.NONE).run();
        }
        takeAllBack(lake);
        assertThat(DirectoryHash.ofLake(lake)).as("both, seed " + SEED).isEqualTo(before);
    }

    private static void takeAllBack(Path lake) {
        TakeBack.main(new String[] {lake.toString()});
    }

    private Migration migration(PartitionedTable table, double sample, int number, MigrationProgress progress) {
        MigrationRequest request = new MigrationRequest(
                folder.resolve("legacy"),
                ZoneOffset.UTC,
                sample,
                folder.resolve("reports"),
                PROCESSED.plusSeconds(number));
        return new Migration(table, request, 2, progress);
    }

    private static PartitionedTable open(Path lake) {
        return PartitionedTable.open(lake, SentimentSchema.rows(), OPTIONS);
    }

    private static void join(Future<?> live) throws InterruptedException {
        try {
            live.get();
        } catch (ExecutionException e) {
            throw new AssertionError("The live process failed, seed " + SEED, e);
        }
    }

    private static List<SentimentRow> rows(Path lake) {
        try (LakeReader reader = new LakeReader(lake);
                Stream<SentimentRow> rows = reader.read(LakeQuery.between(Instant.MIN, Instant.MAX))) {
            return rows.toList();
        }
    }

    /** Appends rows, of which some are later or earlier ones of legacy articles, publishes and compacts. */
    private final class Live implements Runnable {

        private final PartitionedTable table;
        private final Random chance;
        private final List<List<Row>> brought = new ArrayList<>();
        private volatile boolean isOver;
        private int number;

        Live(Path lake, long seed) {
            this.table = open(lake);
            this.chance = new Random(seed);
        }

        @Override
        public void run() {
            while (!isOver) {
                act(1);
            }
        }

        private void act(int times) {
            for (int i = 0; i < times; i++) {
                int what = chance.nextInt(10);
                if (what < 7) {
                    List<Row> rows = Stream.generate(this::row)
                            .limit(1 + chance.nextInt(4))
                            .toList();
                    table.append(rows, Map.of());
                    brought.add(rows);
                } else {
                    rewrite(what < 9);
                }
            }
        }

        /** What is taken back while it is being published fails for now, as its type says; the next one goes without it. */
        private void rewrite(boolean isPublishing) {
            List<LocalDate> days = List.copyOf(table.manifests().days());
            try {
                if (isPublishing) {
                    table.publishAll(Instant.now());
                } else if (!days.isEmpty()) {
                    table.compact(List.of(days.get(chance.nextInt(days.size()))), Instant.now());
                }
            } catch (UnavailableException e) {
                assertThat(e).hasMessageContaining("is gone").hasMessageContaining("-load.parquet");
            }
        }

        private void end() {
            table.publishAll(Instant.now());
            table.close();
        }

        private Row row() {
            number++;
            SentimentRow known = legacy.get(chance.nextInt(legacy.size()));
            boolean isNew = chance.nextInt(3) > 0;
            Instant processed =
                    PROCESSED.plusSeconds(chance.nextBoolean() ? 1_000 : -1_000).plusMillis(number);
            Map<String, Object> values = new HashMap<>();
            values.put(SentimentSchema.TIMESTAMP, known.timestamp());
            values.put(SentimentSchema.TICKER, known.ticker().orElse(null));
            values.put(SentimentSchema.ARTICLE_TITLE, "Live " + number);
            values.put(SentimentSchema.SENTIMENT, chance.nextDouble());
            values.put(SentimentSchema.SOURCE, "wire");
            values.put(SentimentSchema.SOURCE_URL, "");
            values.put(SentimentSchema.MODEL, known.model());
            values.put(SentimentSchema.ARTICLE_ID, isNew ? "live-" + number : known.articleId());
            values.put(SentimentSchema.TEXT, "Live text " + number);
            values.put(SentimentSchema.PROCESSED, processed);
            return Row.of(SentimentSchema.rows(), values);
        }
    }
}
