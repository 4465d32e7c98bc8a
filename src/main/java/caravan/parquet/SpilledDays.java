package caravan.parquet;

import caravan.UnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;

/**
 * Rows that were spilled to several files as they came, to be taken out by day. Pages of texts go from file to file as
 * they are. Memory: the footers, and a row group. Not thread-safe; any number may be open on the same files.
 */
public final class SpilledDays implements Closeable {

    private final RowSchema schema;
    private final TableOptions options;
    private final List<SourceFile> spills;
    private final NavigableMap<LocalDate, List<Part>> days = new TreeMap<>();

    /**
     * The rows of a day in one of the files.
     *
     * @param spill which file, from 0
     * @param first of its rows, from 0
     */
    public record Part(int spill, int first, int rows) {}

    private SpilledDays(RowSchema schema, TableOptions options, List<SourceFile> spills) {
        this.schema = schema;
        this.options = options;
        this.spills = spills;
        for (int i = 0; i < spills.size(); i++) {
            int first = 0;
            for (Map.Entry<LocalDate, Integer> day : Spill.days(spills.get(i)).entrySet()) {
                days.computeIfAbsent(day.getKey(), unused -> new ArrayList<>()).add(new Part(i, first, day.getValue()));
                first += day.getValue();
            }
        }
    }

    /**
     * @param files written by {@link Spill}
     * @throws caravan.UnprocessableException that names the file, when one is damaged
     * @throws UnavailableException when the disk fails
     */
    public static SpilledDays open(RowSchema schema, TableOptions options, List<Path> files) {
        List<SourceFile> opened = new ArrayList<>();
        try {
            for (Path file : files) {
                opened.add(SourceFile.open(file, schema));
            }
            return new SpilledDays(schema, options, opened);
        } catch (IOException | RuntimeException e) {
            try {
                close(opened);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            if (e instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new UnavailableException("A spilled file cannot be opened: " + e, e);
        }
    }

    public NavigableSet<LocalDate> days() {
        return days.navigableKeySet();
    }

    /** Where the rows of a day are, in the order of the files. */
    public List<Part> parts(LocalDate day) {
        return List.copyOf(days.getOrDefault(day, List.of()));
    }

    /**
     * Writes the rows of a day to a file, in place of one by that name: in the order of {@link #parts} and of the rows in
     * them.
     *
     * @param dropped for each part the rows, from 0, that do not go with them
     * @param footer goes into the file's key/value metadata
     * @return how many rows it has
     * @throws UnavailableException when the disk fails
     */
    long write(LocalDate day, List<BitSet> dropped, Path file, Map<String, String> footer) {
        try {
            Files.deleteIfExists(file);
            try (ParquetOutput out = new ParquetOutput(file, schema, options.publishedShape())) {
                GroupMerger merger = new GroupMerger(out);
                List<Part> parts = parts(day);
                for (int i = 0; i < parts.size(); i++) {
                    add(parts.get(i), dropped.get(i), merger);
                }
                merger.flush();
                out.finish(footer);
                return out.rows();
            }
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be written: %s".formatted(file, e), e);
        }
    }

    private void add(Part part, BitSet dropped, GroupMerger merger) throws IOException {
        SourceFile spill = spills.get(part.spill());
        BitSet others = new BitSet();
        others.set(0, part.first());
        others.set(part.first() + part.rows(), Math.toIntExact(spill.rows()));
        dropped.stream().forEach(row -> others.set(part.first() + row));
        for (SourceGroup group : spill.groups()) {
            if (group.firstRow() < part.first() + part.rows() && group.firstRow() + group.rows() > part.first()) {
                merger.add(group, others);
            }
        }
    }

    private static void close(List<SourceFile> files) throws IOException {
        for (SourceFile file : files) {
            file.close();
        }
    }

    @Override
    public void close() {
        try {
            close(spills);
        } catch (IOException e) {
            throw new UnavailableException("A spilled file cannot be closed: " + e, e);
        }
    }
}
