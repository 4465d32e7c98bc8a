package caravan.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The rows of a day, each key once, its latest version: in the order of the files and of the rows in them.
 *
 * <p>Reads every file twice, so that no row is kept: first keys and versions, to find which rows count, then the rows
 * themselves. Not thread-safe.
 */
final class MergedRows implements Closeable {

    private final RowSchema schema;
    private final List<Path> files;
    private final List<BitSet> superseded;
    private final long count;
    private int nextFile;
    private int nextRow;
    private RowReader reader;

    private MergedRows(RowSchema schema, List<Path> files, List<BitSet> superseded, long count) {
        this.schema = schema;
        this.files = files;
        this.superseded = superseded;
        this.count = count;
    }

    /**
     * @param segments of the manifest, those to be published or all to be read
     * @throws java.nio.file.NoSuchFileException when a file of the manifest is gone
     * @throws caravan.UnprocessableException that names the file, when one is damaged
     */
    static MergedRows of(RowSchema schema, Manifest manifest, List<Segment> segments) throws IOException {
        try (DaySources sources = DaySources.open(schema, manifest, segments)) {
            Superseded superseded = sources.superseded();
            List<BitSet> dropped = new ArrayList<>();
            if (manifest.generation().isPresent()) {
                dropped.add(superseded.published());
            }
            dropped.addAll(superseded.pending());
            long gone = dropped.stream().mapToLong(BitSet::cardinality).sum();
            List<Path> files = new ArrayList<>();
            manifest.generation().map(Generation::file).ifPresent(files::add);
            segments.forEach(segment -> files.add(segment.file()));
            return new MergedRows(schema, files, dropped, sources.rows() - gone);
        }
    }

    long count() {
        return count;
    }

    /** The next row, null after the last. */
    Row read() throws IOException {
        while (true) {
            if (reader == null) {
                if (nextFile == files.size()) {
                    return null;
                }
                reader = RowReader.open(files.get(nextFile), schema);
                nextFile++;
                nextRow = 0;
            }
            if (superseded.get(nextFile - 1).get(nextRow)) {
                nextRow++;
                reader.skip();
                continue;
            }
            Row row = reader.read();
            if (row != null) {
                nextRow++;
                return row;
            }
            reader.close();
            reader = null;
        }
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }
}
