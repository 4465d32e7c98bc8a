package caravan.lake;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.article.AnalysedArticle;
import caravan.article.TickerScore;
import caravan.parquet.CrashingSteps;
import caravan.parquet.PartitionedTable;
import caravan.parquet.PublishPolicy;
import caravan.parquet.Row;
import caravan.parquet.TableOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * Two writers fill one lake while others read it, and one of the two dies again and again, before any step it takes on the
 * disk: what was accepted is there once, and every look at the lake shows whole days that only grow.
 *
 * <p>These are all the steps by which the lake's directory changes; dying before one is dying after the one before it.
 *
 * <ol>
 *   <li>{@code createDirectories}: the places of writers, files in the making, a day's segments, its generations and its
 *       published file, each made when it is first needed
 *   <li>{@code force}: a segment, a merged segment or a generation is on the disk before it gets its name
 *   <li>{@code forceDirectory}: that name is on the disk before a row is acknowledged, and before what it replaces goes
 *   <li>{@code link}: a generation gets its number, which one publisher gets and the others do not; and a generation gets
 *       the second name that is to be the published one
 *   <li>{@code replace}: a segment gets its name; the published name goes over to another generation
 *   <li>{@code delete}: of files in the making, of what a generation or a merged segment replaced and that had its grace,
 *       of a day's place for segments that is empty, and of the locks and leftovers of the dead
 * </ol>
 */
class LakeUnderFirePropertyTest {

    /** So short that files go while others look for them, and longer than it takes to list a directory. */
    private static final Duration GRACE = Duration.ofMillis(150);

    private static final TableOptions OPTIONS = SentimentSchema.options()
            .withPolicy(new PublishPolicy(0, Duration.ZERO))
            .withGrace(GRACE)
            .withMergeAt(3)
            // So small that a few dozen rows make several of them.
            .withRowGroupBytes(4_000)
            .withPageBytes(500);

    /** The days end and begin with a row of theirs. */
    private static final List<Instant> TIMES =
            List.of(Instant.parse("2023-12-31T00:00:00Z"), Instant.parse("2024-02-29T23:59:59.999999Z"));

    enum Act {
        APPEND,
        /** Of rows that came before. */
        APPEND_AGAIN,
        PUBLISH,
        MERGE,
        COMPACT
    }

    /** @param mortal whether the writer that dies does it */
    record Step(Act act, List<Row> rows, boolean mortal) {}

    /** What is in the lake once. */
    private record Key(String article, String ticker, String model) {}

    /** What a row says; all of it follows from the key and the time, so that of two equal ones either may count. */
    private record Version(Instant processed, double sentiment, String payload) {}

    private final Map<Key, Version> accepted = new ConcurrentHashMap<>();
    private final AtomicBoolean done = new AtomicBoolean();
    private Path directory;
    private Path outside;
    private LakeReader reader;
    private Connection duckDb;
    private ExecutorService readers;
    private Semaphore[] looks;

    @BeforeTry
    void beginAnew() throws IOException, SQLException {
        accepted.clear();
        done.set(false);
        directory = Files.createTempDirectory("lake");
        outside = Files.createTempDirectory("outside");
        reader = new LakeReader(directory);
        duckDb = DriverManager.getConnection("jdbc:duckdb:");
        readers = Executors.newFixedThreadPool(2);
        looks = new Semaphore[] {new Semaphore(1), new Semaphore(1)};
    }

    @AfterTry
    void cleanUp() throws IOException, SQLException, InterruptedException {
        endLooking();
        readers.shutdown();
        assertThat(readers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        reader.close();
        duckDb.close();
        for (Path each : List.of(directory, outside)) {
            try (Stream<Path> files = Files.walk(each)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    @Property(tries = 4, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void whatIsAcceptedIsThereOnceAndNoReaderFailsOrSeesLessThanBefore(
            @ForAll("steps") List<Step> steps, @ForAll @Size(20) List<@IntRange(max = 50) Integer> lives)
            throws Exception {
        Future<?> inside = readers.submit(() -> pollFromInside());
        Future<?> outsider = readers.submit(() -> pollFromOutside());
        write(steps, lives.iterator());
        endLooking();
        inside.get();
        outsider.get();

        try (PartitionedTable restarted = open()) {
            assertThat(byReader()).isEqualTo(accepted);
            restarted.publishAll(Instant.now());
            assertThat(byDuckDb()).isEqualTo(accepted);
            restarted.compactDue(Instant.now());
            assertThat(byReader()).isEqualTo(accepted);
            assertThat(byDuckDb()).isEqualTo(accepted);
        }
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    private void write(List<Step> steps, Iterator<Integer> lives) {
        List<List<Row>> batches = new ArrayList<>();
        Mortal mortal = new Mortal(directory, lives);
        try (PartitionedTable steady = open()) {
            for (Step drawn : steps) {
                Step step = drawn.act() == Act.APPEND_AGAIN ? again(drawn, batches) : drawn;
                if (step.mortal()) {
                    mortal.take(step);
                } else {
                    take(step, steady);
                }
                batches.add(step.rows());
                accepted(step.rows());
                Stream.of(looks).forEach(Semaphore::release);
            }
        } finally {
            mortal.close();
        }
    }

    /** A writer that is started again whenever it died, and is given once more what it did not acknowledge. */
    private static final class Mortal {

        private final Path directory;
        private final Iterator<Integer> lives;
        private CrashingSteps disk;
        private PartitionedTable table;

        Mortal(Path directory, Iterator<Integer> lives) {
            this.directory = directory;
            this.lives = lives;
        }

        void take(Step step) {
            for (boolean taken = false; !taken; ) {
                try {
                    if (table == null) {
                        disk = lives.hasNext() ? new CrashingSteps(lives.next()) : CrashingSteps.immortal();
                        table = disk.open(directory, SentimentSchema.rows(), OPTIONS);
                    }
                    LakeUnderFirePropertyTest.take(step, table);
                    taken = true;
                } catch (CrashingSteps.Crash e) {
                    assertThat(disk.isDead()).isTrue();
                    close();
                }
            }
        }

        void close() {
            if (table != null) {
                CrashingSteps.bury(table);
                table = null;
            }
        }
    }

    private static void take(Step step, PartitionedTable table) {
        switch (step.act()) {
            case APPEND, APPEND_AGAIN -> table.append(step.rows(), Map.of());
            case PUBLISH -> table.publishDue(Instant.now());
            case MERGE -> CrashingSteps.merge(table, Instant.now());
            case COMPACT -> table.compactDue(Instant.now());
        }
    }

    private PartitionedTable open() {
        // Nothing is forced to disk, as fast as a disk that dies.
        return CrashingSteps.immortal().open(directory, SentimentSchema.rows(), OPTIONS);
    }

    private static Step again(Step step, List<List<Row>> batches) {
        List<Row> rows = batches.stream().flatMap(List::stream).toList();
        return new Step(step.act(), rows.subList(rows.size() / 2, rows.size()), step.mortal());
    }

    private void accepted(List<Row> rows) {
        rows.forEach(row -> accepted.merge(
                new Key((String) row.get(SentimentSchema.ARTICLE_ID), (String) row.get(SentimentSchema.TICKER), (String)
                        row.get(SentimentSchema.MODEL)),
                new Version(
                        (Instant) row.get(SentimentSchema.PROCESSED),
                        (Double) row.get(SentimentSchema.SENTIMENT),
                        (String) row.get(SentimentSchema.RAW_PAYLOAD)),
                (before, after) -> after.processed().isBefore(before.processed()) ? before : after));
    }

    /** Everything, by one reader, over and over: it has all that was accepted before it looked. */
    private Void pollFromInside() throws InterruptedException {
        Map<Key, Version> before = Map.of();
        for (boolean last = false; !last; ) {
            last = awaitLook(looks[0]);
            Map<Key, Version> due = new HashMap<>(accepted);
            Map<Key, Version> now = byReader();
            assertGrown(before, now);
            assertGrown(due, now);
            before = now;
        }
        return null;
    }

    /** The published files, each by a name of its own: it names one file, however often the published one moves on. */
    private Void pollFromOutside() throws IOException, SQLException, InterruptedException {
        Map<LocalDate, Map<Key, Version>> before = new HashMap<>();
        int links = 0;
        for (boolean last = false; !last; ) {
            last = awaitLook(looks[1]);
            for (LocalDate day : SentimentSchema.publishedDays(directory)) {
                Path own = outside.resolve(links++ + ".parquet");
                Files.createLink(own, SentimentSchema.published(directory, day));
                Map<Key, Version> now = select(own);
                assertGrown(before.getOrDefault(day, Map.of()), now);
                before.put(day, now);
                Files.delete(own);
            }
        }
        return null;
    }

    /**
     * Waits until there was a step since the last look, so that those who look leave the writers some of the machine; the
     * look happens during the next steps.
     *
     * @return whether it is the last one, all steps being done
     */
    private boolean awaitLook(Semaphore steps) throws InterruptedException {
        steps.acquire();
        steps.drainPermits();
        return done.get();
    }

    private void endLooking() {
        done.set(true);
        Stream.of(looks).forEach(Semaphore::release);
    }

    private static void assertGrown(Map<Key, Version> before, Map<Key, Version> now) {
        assertThat(now.keySet()).containsAll(before.keySet());
        assertThat(before.keySet())
                .allMatch(key ->
                        !now.get(key).processed().isBefore(before.get(key).processed()));
    }

    private Map<Key, Version> byReader() {
        try (Stream<SentimentRow> rows = reader.read(LakeQuery.everything())) {
            // Throws for a key that is there twice.
            return rows.collect(Collectors.toMap(
                    row -> new Key(row.articleId(), row.ticker().orElse(null), row.model()),
                    row -> new Version(
                            row.processed().orElseThrow(),
                            row.sentiment().orElseThrow(),
                            row.rawPayload().orElseThrow())));
        }
    }

    private Map<Key, Version> byDuckDb() throws SQLException {
        return select(directory.resolve("year=*/month=*/day=*/sentiment.parquet"));
    }

    private Map<Key, Version> select(Path files) throws SQLException {
        Map<Key, Version> rows = new HashMap<>();
        try (Statement statement = duckDb.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT article_id, ticker, model, epoch_us(processing_timestamp_utc), sentiment,
                               raw_source_payload_json
                        FROM '%s'
                        """.formatted(files))) {
            while (row.next()) {
                Key key = new Key(row.getString(1), row.getString(2), row.getString(3));
                Version version = new Version(
                        Instant.EPOCH.plus(row.getLong(4), ChronoUnit.MICROS), row.getDouble(5), row.getString(6));
                assertThat(rows.put(key, version)).as("%s is there once", key).isNull();
            }
        }
        return rows;
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<List<Row>> articles = Combinators.combine(
                        Arbitraries.integers().between(1, 30),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of("lexicon", "large"))
                .as(LakeUnderFirePropertyTest::rows);
        Arbitrary<List<Row>> batches = articles.list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(batch -> batch.stream().flatMap(List::stream).toList());
        Arbitrary<Boolean> mortal = Arbitraries.of(true, false);
        Arbitrary<Step> appends =
                Combinators.combine(batches, mortal).as((batch, dies) -> new Step(Act.APPEND, batch, dies));
        Arbitrary<Step> others = Combinators.combine(
                        Arbitraries.of(Act.APPEND_AGAIN, Act.PUBLISH, Act.MERGE, Act.COMPACT), mortal)
                .as((act, dies) -> new Step(act, List.of(), dies));
        return Arbitraries.frequencyOf(Tuple.of(3, appends), Tuple.of(2, others))
                .list()
                .ofMinSize(12)
                .ofMaxSize(20);
    }

    /** An article as a model scores it for the {@code time}-th time. */
    private static List<Row> rows(int number, int time, String model) {
        Instant published = TIMES.get(number % TIMES.size());
        String[] tickers =
                List.of("AAPL", "MSFT", "NVDA").subList(0, number % 4).toArray(String[]::new);
        AnalysedArticle article = Articles.article(
                number,
                published,
                published.plusSeconds(time),
                "{\"item\":\"%s\"}".formatted("as it came ".repeat((number * 7 + time * 11) % 50)),
                tickers);
        return SentimentRows.of(new AnalysedArticle(
                article.article(),
                new TickerScore(time / 10.0, 0.5),
                model,
                article.priority(),
                article.processed(),
                Map.of(),
                Optional.empty()));
    }
}
