package caravan.parquet;

import caravan.UnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.parquet.io.api.Binary;

/**
 * Writes the rows of a day sorted, and reads them back to see that all are there.
 *
 * <p>A day that takes a few times the memory is read as often, each time for the rows of one range of the order, so that
 * nothing is written but the result; a larger one is sorted by an external merge sort. Memory: {@value #RUN_BYTES} bytes of
 * rows, then a row group of {@value #RUN_GROUP_BYTES} bytes for each run.
 */
final class DaySort {

    private static final long RUN_BYTES = 64 << 20;
    private static final long RUN_GROUP_BYTES = 1 << 20;
    private static final int RUN_PAGE_BYTES = 256 << 10;

    private static final int MOST_PASSES = 12;

    /** Ranges are found from samples: what is planned for one leaves room for those that turn out larger. */
    private static final long PASS_BYTES = RUN_BYTES * 2 / 3;

    private static final int SAMPLES = 20_000;

    /** A day that is smaller on disk is sorted in passes, by what texts compress to. */
    private static final long IN_PASSES = MOST_PASSES * PASS_BYTES / 5 * 2;

    private final RowSchema schema;
    private final FileShape shape;
    private final WriterLease lease;
    private final FileSteps steps;
    private final List<String> sortBy;
    private final Comparator<Row> order;

    DaySort(RowSchema schema, FileShape shape, List<String> sortBy, WriterLease lease, FileSteps steps) {
        this.schema = schema;
        this.shape = shape;
        this.lease = lease;
        this.steps = steps;
        this.sortBy = List.copyOf(sortBy);
        this.order = sortBy.stream()
                .map(column -> by(schema.index(column)))
                .reduce(Comparator::thenComparing)
                .orElseThrow(() -> new IllegalArgumentException("A day is sorted by at least one column"));
    }

    /** How many bytes are written to sort a day besides the result, for each byte of its size. */
    static double costOfRuns(long size) {
        return size <= IN_PASSES ? 0 : 1.1;
    }

    /**
     * @return how many rows were written
     * @throws UnavailableException when what is read back is not what was written
     */
    long write(Manifest manifest, Path to, Map<String, String> footer) throws IOException {
        RowDigest given = new RowDigest(schema);
        try (RowWriter writer = new RowWriter(to, schema, shape)) {
            List<Row> bounds = bounds(manifest);
            for (int pass = 0; pass <= bounds.size(); pass++) {
                Row from = pass == 0 ? null : bounds.get(pass - 1);
                Row end = pass == bounds.size() ? null : bounds.get(pass);
                write(manifest, from, end, given, writer);
            }
            writer.finish(footer);
        }
        long expected;
        try (MergedRows rows = MergedRows.of(schema, manifest, manifest.pending())) {
            expected = rows.count();
        }
        RowDigest found = new RowDigest(schema);
        try (RowReader reader = RowReader.open(to, schema)) {
            for (Row row = reader.read(); row != null; row = reader.read()) {
                found.add(row);
            }
        }
        if (!found.value().equals(given.value()) || given.value().rows() != expected) {
            throw new UnavailableException(
                    "%s with %d rows, sorted into %s, was read back as %s instead of %s; it stays as it was"
                            .formatted(manifest.day(), expected, to, found.value(), given.value()));
        }
        return given.value().rows();
    }

    private void write(Manifest manifest, Row from, Row end, RowDigest given, RowWriter writer) throws IOException {
        try (Runs runs = new Runs()) {
            try (MergedRows rows = MergedRows.of(schema, manifest, manifest.pending())) {
                for (Row row = rows.read(); row != null; row = rows.read()) {
                    if ((from == null || order.compare(row, from) >= 0)
                            && (end == null || order.compare(row, end) < 0)) {
                        given.add(row);
                        runs.add(row);
                    }
                }
            }
            runs.mergeInto(writer);
        }
    }

    /** Rows that divide the day into parts of about equal size; none where one pass, or runs, are to do. */
    private List<Row> bounds(Manifest manifest) throws IOException {
        List<Row> samples = new ArrayList<>();
        int passes;
        try (DaySources sources = DaySources.open(schema, manifest, manifest.pending())) {
            passes = (int) Math.min(MOST_PASSES + 1, sources.bytes() / PASS_BYTES + 1);
            if (passes == 1 || passes > MOST_PASSES) {
                return List.of();
            }
            sources.sample(sortBy, Math.max(1, sources.rows() / SAMPLES), samples::add);
        }
        samples.sort(order);
        return IntStream.range(1, passes)
                .mapToObj(part -> samples.get(samples.size() * part / passes))
                .toList();
    }

    private static Comparator<Row> by(int column) {
        return (one, other) -> compare(one.stored(column), other.stored(column));
    }

    @SuppressWarnings("unchecked") // Values of one column are of one type, and all but texts are Comparable.
    private static int compare(Object one, Object other) {
        if (one == null || other == null) {
            return Boolean.compare(one != null, other != null);
        }
        if (one instanceof Binary text) {
            // As UTF-8 orders them, and with it Parquet's statistics.
            return Arrays.compareUnsigned(text.getBytesUnsafe(), ((Binary) other).getBytesUnsafe());
        }
        return ((Comparable<Object>) one).compareTo(other);
    }

    private static long bytes(Row row, int columns) {
        long bytes = 0;
        for (int i = 0; i < columns; i++) {
            bytes += row.stored(i) instanceof Binary binary ? binary.length() + 48L : 16;
        }
        return bytes;
    }

    /** Sorted files, and the rows that are in none yet. */
    private final class Runs implements Closeable {

        private final List<Path> files = new ArrayList<>();
        private final List<Row> rows = new ArrayList<>();
        private long bytes;

        void add(Row row) throws IOException {
            rows.add(row);
            bytes += bytes(row, schema.columns().size());
            if (bytes >= RUN_BYTES) {
                end();
            }
        }

        private void end() throws IOException {
            rows.sort(order);
            Path file = lease.newTemporary();
            files.add(file);
            FileShape run = new FileShape(RUN_GROUP_BYTES, RUN_PAGE_BYTES, 1, 1, false, false, Set.of());
            try (RowWriter writer = new RowWriter(file, schema, run)) {
                for (Row row : rows) {
                    writer.write(row);
                }
                writer.finish(Map.of());
            }
            rows.clear();
            bytes = 0;
        }

        void mergeInto(RowWriter writer) throws IOException {
            if (files.isEmpty()) {
                rows.sort(order);
                for (Row row : rows) {
                    writer.write(row);
                }
                return;
            }
            end();
            // Among equal rows the earlier run first: the sort is stable.
            PriorityQueue<Run> next = new PriorityQueue<>(
                    files.size(), Comparator.comparing(Run::row, order).thenComparing(Run::number));
            List<RowReader> readers = new ArrayList<>();
            try {
                for (Path file : files) {
                    RowReader reader = RowReader.open(file, schema);
                    readers.add(reader);
                    push(next, reader, readers.size());
                }
                while (!next.isEmpty()) {
                    Run least = next.poll();
                    writer.write(least.row());
                    push(next, least.reader(), least.number());
                }
            } finally {
                for (RowReader reader : readers) {
                    reader.close();
                }
            }
        }

        private void push(PriorityQueue<Run> next, RowReader reader, int number) throws IOException {
            Row row = reader.read();
            if (row != null) {
                next.add(new Run(row, reader, number));
            }
        }

        @Override
        public void close() throws IOException {
            for (Path file : files) {
                steps.delete(file);
            }
        }
    }

    private record Run(Row row, RowReader reader, int number) {}
}
