package caravan.parquet;

import caravan.UnprocessableException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads the rows of one Parquet file in their order, one row group in memory at a time. A column the file lacks is null.
 *
 * <p>Not thread-safe. Every failure names the file: {@link UnprocessableException} when its content is not what it
 * should be, {@link java.nio.file.NoSuchFileException} when it is gone, another {@link IOException} when it cannot be
 * read now.
 */
final class RowReader implements Closeable {

    private final RowSchema schema;
    private final SourceFile file;
    private final List<SourceGroup> groups;
    private int nextGroup;
    private int left;
    private List<ColumnCursor> columns = List.of();

    private RowReader(RowSchema schema, SourceFile file) {
        this.schema = schema;
        this.file = file;
        this.groups = file.groups();
    }

    static RowReader open(Path path, RowSchema schema) throws IOException {
        return new RowReader(schema, SourceFile.open(path, schema));
    }

    /** The next row, null after the last. */
    Row read() throws IOException {
        while (left == 0) {
            if (nextGroup == groups.size()) {
                return null;
            }
            SourceGroup group = groups.get(nextGroup++);
            Map<String, ColumnCursor> cursors = group.read(schema.columns());
            columns = schema.columns().stream().map(cursors::get).toList();
            left = group.rows();
        }
        left--;
        Object[] values = new Object[columns.size()];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = columns.get(i).next();
            }
        } catch (RuntimeException e) {
            throw file.damaged(e);
        }
        return new Row(schema, values);
    }

    /** Passes over a row without taking it out of its page. */
    void skip() throws IOException {
        if (left == 0) {
            read();
            return;
        }
        left--;
        try {
            columns.forEach(ColumnCursor::skip);
        } catch (RuntimeException e) {
            throw file.damaged(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
