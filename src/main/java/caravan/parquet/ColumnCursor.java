package caravan.parquet;

import java.util.Optional;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.ColumnWriter;

/** Goes through the values of one column of a row group. Not thread-safe. */
final class ColumnCursor {

    private final ColumnType type;
    private final Optional<ColumnReader> reader;
    private final int present;

    /**
     * @param reader empty for nulls only
     * @param present the definition level of a value that is not null
     */
    ColumnCursor(ColumnType type, Optional<ColumnReader> reader, int present) {
        this.type = type;
        this.reader = reader;
        this.present = present;
    }

    static ColumnCursor ofNulls(ColumnType type) {
        return new ColumnCursor(type, Optional.empty(), 0);
    }

    /** The value of this row as it is stored, or null; it may share memory with its page. Moves to the next row. */
    Object next() {
        if (reader.isEmpty()) {
            return null;
        }
        ColumnReader in = reader.get();
        Object value = in.getCurrentDefinitionLevel() < present ? null : type.read(in);
        in.consume();
        return value;
    }

    /** As {@link #next}, into a writer. */
    void copyTo(ColumnWriter out, int level) {
        Object value = next();
        if (value == null) {
            out.writeNull(0, 0);
        } else {
            type.write(value, out, level);
        }
    }

    void skip() {
        reader.ifPresent(in -> {
            if (in.getCurrentDefinitionLevel() == present) {
                in.skip();
            }
            in.consume();
        });
    }
}
