package caravan.lake.bench;

import caravan.lake.LakeQuery;
import caravan.lake.LakeReader;
import caravan.lake.SentimentRow;
import caravan.lake.SentimentSchema;
import caravan.parquet.PartitionedTable;
import caravan.parquet.Publication;
import caravan.parquet.Row;
import caravan.parquet.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One append, one publication, one read of the lake at a time, on a real disk, with every sync. The rows and the sizes are
 * those of {@link LakeBenchmark}, smaller.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
@Fork(value = 2, jvmArgsAppend = "-Xmx1g")
public class LakeOperations {

    private static final int DAY = 50_000;

    /** A lake whose only day has {@value #DAY} published rows, in a directory that goes afterwards. */
    @State(Scope.Benchmark)
    public static class Lake {

        private Path directory;
        private PartitionedTable table;
        private SampleRows samples;
        private int next;

        @Setup
        public void fill() throws IOException {
            directory = Files.createTempDirectory("lake-operations");
            samples = new SampleRows(1);
            table = PartitionedTable.open(directory, SentimentSchema.rows(), SentimentSchema.options());
            for (int i = 0; i < DAY / 5_000; i++) {
                table.append(nextRows(5_000), Map.of());
            }
            table.publishAll(Instant.now());
        }

        List<Row> nextRows(int count) {
            next += count;
            return IntStream.range(next - count, next)
                    .mapToObj(number -> Row.of(SentimentSchema.rows(), samples.row(number, 2 * DAY)))
                    .toList();
        }

        @TearDown
        public void remove() throws IOException {
            table.close();
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    /** Rows that are new each time. */
    @State(Scope.Benchmark)
    public static class Batch {

        @Param({"1", "500", "5000"})
        private int rows;

        private List<Row> batch;

        @Setup(Level.Invocation)
        public void next(Lake lake) {
            batch = lake.nextRows(rows);
        }
    }

    /** As {@link Batch}, appended already. */
    @State(Scope.Benchmark)
    public static class Waiting {

        @Param({"1", "500", "5000"})
        private int rows;

        @Setup(Level.Invocation)
        public void append(Lake lake) {
            lake.table.append(lake.nextRows(rows), Map.of());
        }
    }

    /** The day, sorted. */
    @State(Scope.Benchmark)
    public static class Compacted {

        @Param({"false", "true"})
        private boolean text;

        private LakeReader reader;

        @Setup
        public void compact(Lake lake) {
            lake.table.compact(lake.table.manifests().days(), Instant.now());
            reader = new LakeReader(lake.directory);
        }

        @TearDown
        public void close() {
            reader.close();
        }
    }

    @Benchmark
    public List<Segment> append(Lake lake, Batch batch) {
        return lake.table.append(batch.batch, Map.of());
    }

    @Benchmark
    public List<Publication> publish(Lake lake, Waiting waiting) {
        return lake.table.publishAll(Instant.now());
    }

    @Benchmark
    public long readDayOfTicker(Compacted day) {
        LakeQuery query = LakeQuery.everything().ofTicker(SampleRows.ticker(3));
        try (Stream<SentimentRow> rows = day.reader.read(day.text ? query : query.withoutText())) {
            return rows.count();
        }
    }
}
