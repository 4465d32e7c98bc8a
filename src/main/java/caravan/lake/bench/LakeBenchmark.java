package caravan.lake.bench;

import caravan.lake.SentimentSchema;
import caravan.parquet.PartitionedTable;
import caravan.parquet.Row;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Appends to and publishes a day that has rows already, in batches of several sizes, against parquet-avro that writes the
 * same rows in one go; every number of one run, on the same rows, so that their ratios say something on any machine.
 */
public final class LakeBenchmark {

    private static final LocalDate DAY = LocalDate.of(2025, 4, 25);
    private static final Duration PUBLISHING = Duration.ofSeconds(1);

    /**
     * @param before rows that the day has
     * @param added rows that are appended
     * @param batches sizes of batches, each a run of its own
     */
    public record Size(int before, int added, List<Integer> batches) {

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
    public void run() throws IOException, InterruptedException, ExecutionException {
        Path base = folder.resolve("base");
        try (PartitionedTable table = open(base)) {
            append(table, 0, size.before(), 20_000);
            table.publishAll(Instant.now());
        }
        avro(folder.resolve("warm-up.parquet"), 20_000);
        double baseline = avro(folder.resolve("avro.parquet"), size.added());
        figure("parquet-avro, one file", size.added() / baseline, "rows/s", Double.NaN);
        for (int batch : size.batches()) {
            Path lake = folder.resolve("batches-of-" + batch);
            copy(base, lake);
            long written = DiskWrites.soFar();
            double seconds = appended(lake, batch);
            written = DiskWrites.soFar() - written;
            long kept = Files.size(lake.resolve("year=2025/month=04/day=25/sentiment.parquet"));
            figure("append and publish, batches of " + batch, size.added() / seconds, "rows/s", baseline / seconds);
            figure("written per byte kept, batches of " + batch, (double) written / kept, "", Double.NaN);
        }
        double again = avro(folder.resolve("avro-again.parquet"), size.added());
        figure("parquet-avro, one file, again", size.added() / again, "rows/s", Double.NaN);
    }

    private double appended(Path lake, int batch) throws InterruptedException, ExecutionException {
        ScheduledExecutorService publisher = Executors.newSingleThreadScheduledExecutor();
        try (PartitionedTable table = open(lake)) {
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
        return rows.row(number, size.before() + size.added());
    }

    private static PartitionedTable open(Path lake) {
        return PartitionedTable.open(lake, SentimentSchema.rows(), SentimentSchema.options());
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
