package caravan.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.schema.MessageType;

/**
 * Puts row groups of several files into one, so that as little as possible is decoded: a large one of which every row
 * stays is copied byte for byte; smaller ones are joined until they are large, their large columns page by page as they
 * are on disk and only the small columns, and what lies beside a row that goes, value by value.
 *
 * <p>Not thread-safe. Memory: the compressed columns of one row group of the result.
 */
final class GroupMerger {

    /** A page below this part of the size wanted is written again with its neighbours. */
    private static final int SMALL_PAGE = 16;

    private final ParquetOutput out;
    private final Set<String> large;
    private final List<Part> parts = new ArrayList<>();
    private long rows;
    private long bytes;

    private record Part(SourceGroup group, BitSet dropped, boolean whole) {}

    GroupMerger(ParquetOutput out) {
        this.out = out;
        this.large = out.schema().columnsWithoutStatistics();
    }

    /** @param dropped the rows of its file, from 0, that do not count */
    void add(SourceGroup group, BitSet dropped) throws IOException {
        int first = group.firstRow();
        int next = dropped.nextSetBit(first);
        boolean whole = next < 0 || next >= first + group.rows();
        int kept = whole
                ? group.rows()
                : group.rows() - dropped.get(first, first + group.rows()).cardinality();
        if (kept == 0) {
            return;
        }
        long full = out.shape().rowGroupBytes();
        // A finished one may be a little below: what it was measured by when it was written is an estimate.
        if (whole && group.bytes() >= full - full / 8 && group.isCopyable()) {
            out.copy(group);
            return;
        }
        parts.add(new Part(group, dropped, whole));
        rows += kept;
        bytes += group.bytes() * kept / group.rows();
        if (bytes >= full) {
            flush();
        }
    }

    /** Writes what was added and is not in a row group yet. */
    void flush() throws IOException {
        if (rows == 0) {
            return;
        }
        Part only = parts.get(0);
        if (parts.size() == 1
                && only.whole()
                && only.group().isCopyable()
                && only.group().hasIndexes()) {
            out.copy(only.group());
        } else {
            List<ChunkBuffer> columns = new ArrayList<>();
            for (ColumnDescriptor column : out.schema().type().getColumns()) {
                columns.add(joined(column));
            }
            out.write(rows, columns);
        }
        parts.clear();
        rows = 0;
        bytes = 0;
    }

    private ChunkBuffer joined(ColumnDescriptor column) throws IOException {
        String name = column.getPath()[0];
        ChunkBuffer buffer = out.newJoinedBuffer(column);
        ColumnWriteStore writers = null;
        for (Part part : parts) {
            Optional<List<ChunkBuffer.Page>> pages = part.whole() && large.contains(name)
                    ? part.group().pages(name, out.shape().pageBytes() / SMALL_PAGE)
                    : Optional.empty();
            if (pages.isPresent()) {
                if (writers != null) {
                    writers.flush();
                    writers.close();
                    writers = null;
                }
                double share = part.group().compactedShare();
                pages.get().forEach(page -> buffer.copy(page, share));
            } else {
                if (writers == null) {
                    writers = out.newWriters(
                            new MessageType(name, out.schema().type().getType(name)), Map.of(name, buffer));
                }
                copyValues(part, column, writers);
            }
        }
        if (writers != null) {
            writers.flush();
            writers.close();
        }
        return buffer;
    }

    private static void copyValues(Part part, ColumnDescriptor column, ColumnWriteStore writers) throws IOException {
        String name = column.getPath()[0];
        ColumnCursor cursor = part.group().read(Set.of(name)).get(name);
        ColumnWriter writer = writers.getColumnWriter(column);
        int first = part.group().firstRow();
        for (int row = 0; row < part.group().rows(); row++) {
            if (!part.whole() && part.dropped().get(first + row)) {
                cursor.skip();
            } else {
                cursor.copyTo(writer, column.getMaxDefinitionLevel());
                writers.endRecord();
            }
        }
    }
}
