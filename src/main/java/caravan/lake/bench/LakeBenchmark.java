package caravan.lake.bench;

import caravan.lake.SentimentSchema;
import caravan.parquet.PartitionedTable;
import caravan.parquet.Row;
import caravan.parquet.TableOptions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Measures a day of the lake against what others make of the same rows, every number in one run, so that their ratios say
 * something on any machine: appending and publishing against parquet-avro that writes the rows in one go; what is written
 * for each byte that is kept, over that and over a day of many small batches; reading a ticker, and the size of the file,
 * against DuckDB and the file it writes itself.
 */
public final class LakeBenchmark {

    private static final LocalDate DAY = LocalDate.of(2025, 4, 25);
    private static final Duration PUBLISHING = Duration.ofSeconds(1);

    /** How often a route looks whether a day is due. */
    private static final Duration LOOKING = Duration.ofSeconds(5);

    /**
     * @param before rows that the day has
     * @param added rows that are appended
     * @param batches sizes of batches, each a run of its own
     * @param hourly batches an hour over a day of the clock, 0 to leave it out
     * @param hourlyRows of each of them
     * @param reading whether to read the day, against DuckDB
     */
    public record Size(int before, int added, List<Integer> batches, int hourly, int hourlyRows, boolean reading) {

        public Size {
            batches = List.copyOf(batches);
        }
    }

    /**
     * One number.
     *
     * @param ratio to the baseline it is measured against, NaN where it has none
     */
    public record Figure(String name, double value, String unit, double ratio) {}

    private final Path folder;
    private final Size size;
    private final SampleRows rows;
    private final Consumer<Figure> results;

    /**
     * @param folder for the files, which stay
     * @param results gets each number as soon as it is known
     */
    public LakeBenchmark(Path folder, Size size, long seed, Consumer<Figure> results) {
        this.folder = folder;
        this.size = size;
        this.rows = new SampleRows(seed);
        this.results = results;
    }

    /** Takes minutes. */
    public void run() throws IOException, InterruptedException, ExecutionException, SQLException {
        Path base = folder.resolve("base");
        try (PartitionedTable table = open(base, SentimentSchema.options())) {
            append(table, 0, size.before(), 20_000);
            table.publishAll(Instant.now());
        }
        avro(folder.resolve("warm-up.parquet"), size.added() / 10);
        double baseline = avro(folder.resolve("avro.parquet"), size.added());
        figure("parquet-avro, one file", size.added() / baseline, "rows/s", Double.NaN);
        Path lake = base;
        for (int batch : size.batches()) {
            lake = folder.resolve("batches-of-" + batch);
            copy(base, lake);
            long written = ProcessCounters.written();
            double seconds = appended(lake, batch);
            written = ProcessCounters.written() - written;
            figure("append and publish, batches of " + batch, size.added() / seconds, "rows/s", baseline / seconds);
            figure("written per byte kept, batches of " + batch, (double) written / kept(lake), "", Double.NaN);
        }
        double again = avro(folder.resolve("avro-again.parquet"), size.added());
        figure("parquet-avro, one file, again", size.added() / again, "rows/s", Double.NaN);
        compact(lake);
        // DuckDB sorts the whole day in memory to make its file; that is not the lake's.
        figure("most memory resident until here", ProcessCounters.mostResident() / 1e6, "MB", Double.NaN);
        if (size.reading()) {
            new ReadingBenchmark(lake, published(lake), folder.resolve("duckdb.parquet"), results).run();
        }
        if (size.hourly() > 0) {
            hourly(folder.resolve("hourly"));
        }
    }

    private double appended(Path lake, int batch) throws InterruptedException, ExecutionException {
        ScheduledExecutorService publisher = Executors.newSingleThreadScheduledExecutor();
        try (PartitionedTable table = open(lake, SentimentSchema.options())) {
            long start = System.nanoTime();
            ScheduledFuture<?> publishing = publisher.scheduleWithFixedDelay(
                    () -> table.publishDue(Instant.now()),
                    PUBLISHING.toMillis(),
                    PUBLISHING.toMillis(),
                    TimeUnit.MILLISECONDS);
            append(table, size.before(), size.before() + size.added(), batch);
            if (publishing.isDone()) {
                publishing.get();
            }
            publishing.cancel(false);
            table.publishAll(Instant.now());
            double seconds = seconds(start);
            long count = table.count(DAY);
            if (count != size.before() + size.added()) {
                throw new IllegalStateException("%s rows are in %s".formatted(count, lake));
            }
            return seconds;
        } finally {
            publisher.shutdownNow();
        }
    }

    private void compact(Path lake) throws IOException {
        try (PartitionedTable table = open(lake, SentimentSchema.options())) {
            long written = ProcessCounters.written();
            long start = System.nanoTime();
            table.compact(List.of(DAY), Instant.now());
            figure("compact the day", (size.before() + size.added()) / seconds(start), "rows/s", Double.NaN);
            figure(
                    "written per byte kept, compacting",
                    (double) (ProcessCounters.written() - written) / kept(lake),
                    "",
                    Double.NaN);
        }
    }

    /** A day whose clock runs as fast as the disk lets it, under the policy that days are published by. */
    private void hourly(Path lake) throws IOException {
        Instant start = DAY.atStartOfDay(ZoneOffset.UTC).toInstant();
        AtomicReference<Instant> clock = new AtomicReference<>(start);
        TableOptions options = SentimentSchema.options().withClock(clock::get);
        int batches = size.hourly() * 24;
        Duration pace = Duration.ofDays(1).dividedBy(batches);
        long written = ProcessCounters.written();
        int publications = 0;
        Duration longest = Duration.ZERO;
        try (PartitionedTable table = open(lake, options)) {
            Instant look = start;
            for (int batch = 0; batch < batches; batch++) {
                append(table, batch * size.hourlyRows(), (batch + 1) * size.hourlyRows(), size.hourlyRows());
                clock.set(clock.get().plus(pace));
                for (; look.isBefore(clock.get()); look = look.plus(LOOKING)) {
                    Duration waited = age(table, look);
                    if (!table.publishDue(look).isEmpty()) {
                        publications++;
                        longest = longest.compareTo(waited) > 0 ? longest : waited;
                    }
                }
            }
            table.compactDue(
                    start.plus(Duration.ofDays(1)).plus(options.compaction().after()));
            // What was replaced goes after its grace, as it does in a table that is in use.
            table.publishDue(start.plus(Duration.ofDays(2)));
        }
        String name = "%s batches an hour of %s rows".formatted(size.hourly(), size.hourlyRows());
        figure(
                "written per byte kept, " + name,
                (double) (ProcessCounters.written() - written) / kept(lake),
                "",
                Double.NaN);
        figure("publications, " + name, publications, "a day", Double.NaN);
        figure("longest wait to be published, " + name, longest.toSeconds() / 60.0, "min", Double.NaN);
    }

    private static Duration age(PartitionedTable table, Instant now) {
        return table.manifests()
                .of(DAY)
                .oldestPending()
                .map(oldest -> Duration.between(oldest, now))
                .orElse(Duration.ZERO);
    }

    private void append(PartitionedTable table, int from, int to, int batch) {
        for (int first = from; first < to; first += batch) {
            List<Row> ofBatch = new ArrayList<>(batch);
            for (int number = first; number < Math.min(to, first + batch); number++) {
                ofBatch.add(Row.of(SentimentSchema.rows(), row(number)));
            }
            table.append(ofBatch, Map.of("analysed-0", "%d-%d".formatted(first, first + ofBatch.size() - 1)));
        }
    }

    private double avro(Path file, int count) throws IOException {
        long start = System.nanoTime();
        try (AvroBaseline avro = new AvroBaseline(file)) {
            for (int number = size.before(); number < size.before() + count; number++) {
                avro.write(row(number));
            }
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return seconds(start);
    }

    private Map<String, Object> row(int number) {
        return rows.row(number, Math.max(size.before() + size.added(), size.hourly() * 24 * size.hourlyRows()));
    }

    private static PartitionedTable open(Path lake, TableOptions options) {
        return PartitionedTable.open(lake, SentimentSchema.rows(), options);
    }

    private static Path published(Path lake) {
        return lake.resolve("year=2025/month=04/day=25").resolve(SentimentSchema.FILE_NAME);
    }

    private static long kept(Path lake) throws IOException {
        return Files.size(published(lake));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private void figure(String name, double value, String unit, double ratio) {
        results.accept(new Figure(name, value, unit, ratio));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from.resolve(".caravan/generations"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
