package caravan.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * Rows as a Parquet file that goes out while it is made: no more than one small row group is in memory. What went out is
 * a file once {@link #finish} returned, and not before. Not thread-safe.
 */
public final class ParquetStream implements Closeable {

    private static final FileShape SMALL_GROUPS = new FileShape(1 << 20, 64 << 10, 3, 3, true, true, Set.of());

    private final RowWriter writer;

    /** @param out is not closed */
    public ParquetStream(OutputStream out, RowSchema schema) throws IOException {
        this.writer = new RowWriter(new ParquetOutput(new Sink(out), schema, SMALL_GROUPS), schema);
    }

    /** Adds a row of the schema. */
    public void write(Row row) throws IOException {
        writer.write(row);
    }

    /** Writes what is left, and the footer. */
    public void finish() throws IOException {
        writer.finish(Map.of());
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    /** A file is written from its beginning to its end; nothing but the position must be known. */
    private record Sink(OutputStream out) implements OutputFile {

        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new Counted(out);
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return new Counted(out);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }

    private static final class Counted extends PositionOutputStream {

        private final OutputStream out;
        private long position;

        Counted(OutputStream out) {
            this.out = out;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
