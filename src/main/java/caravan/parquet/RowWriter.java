package caravan.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;

/** Writes rows to one new Parquet file; the file is whole once {@link #finish} returned, and not before. */
final class RowWriter implements Closeable {

    private static final int LONGEST_UNCHECKED = 1_000;

    private final ParquetOutput out;
    private final RowSchema schema;
    private final List<ColumnDescriptor> descriptors;
    private final Map<String, ChunkBuffer> buffers = new LinkedHashMap<>();
    private ColumnWriteStore store;
    private ColumnWriter[] writers;
    private long rowsInGroup;
    private long nextCheck;

    /** @throws java.nio.file.FileAlreadyExistsException when there is such a file */
    RowWriter(Path file, RowSchema schema, FileShape shape) throws IOException {
        this(new ParquetOutput(file, schema, shape), schema);
    }

    /** @param out into which nothing has been written yet */
    RowWriter(ParquetOutput out, RowSchema schema) {
        this.out = out;
        this.schema = schema;
        this.descriptors = schema.type().getColumns();
    }

    void write(Row row) throws IOException {
        if (store == null) {
            startGroup();
        }
        for (int i = 0; i < writers.length; i++) {
            Object value = row.stored(i);
            int present = descriptors.get(i).getMaxDefinitionLevel();
            if (value == null) {
                writers[i].writeNull(0, 0);
            } else {
                schema.typeOf(i).write(value, writers[i], present);
            }
        }
        store.endRecord();
        rowsInGroup++;
        if (rowsInGroup >= nextCheck) {
            endGroupIfFull();
        }
    }

    /** Ends the row group that is being made, if it has rows. */
    void cut() throws IOException {
        if (rowsInGroup > 0) {
            endGroup();
        }
    }

    /** About, before compression. */
    long bytesInGroup() {
        return store == null ? 0 : store.getBufferedSize();
    }

    long rows() {
        return out.rows() + rowsInGroup;
    }

    /** @param footer goes into the file's key/value metadata */
    void finish(Map<String, String> footer) throws IOException {
        cut();
        out.finish(footer);
    }

    /** Lets go of the file, whole or not. */
    @Override
    public void close() throws IOException {
        if (store != null) {
            store.close();
        }
        out.close();
    }

    private void startGroup() {
        for (ColumnDescriptor column : descriptors) {
            buffers.put(column.getPath()[0], out.newBuffer(column));
        }
        store = out.newWriters(schema.type(), buffers);
        writers = descriptors.stream().map(store::getColumnWriter).toArray(ColumnWriter[]::new);
        nextCheck = 1;
    }

    /** Looks again when, by the rows so far, half of what is missing will have come. */
    private void endGroupIfFull() throws IOException {
        long size = store.getBufferedSize();
        long full = out.shape().rowGroupBytes();
        if (size >= full) {
            endGroup();
        } else {
            long missing = (full - size) * rowsInGroup / Math.max(1, size);
            nextCheck = rowsInGroup + Math.max(1, Math.min(LONGEST_UNCHECKED, missing / 2));
        }
    }

    private void endGroup() throws IOException {
        store.flush();
        out.write(rowsInGroup, List.copyOf(buffers.values()));
        store.close();
        store = null;
        buffers.clear();
        rowsInGroup = 0;
    }
}
