package caravan.lake.migration.oracle;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** Writes down, beside one legacy file, what each of its rows must become. */
final class Truth implements Closeable {

    /** What becomes of a row. */
    enum Outcome {
        KEPT,
        /** The same as another one, which is kept. */
        DUPLICATE,
        REFUSED
    }

    /** Why a row, or a whole file, is refused. */
    enum Reason {
        MISSING_TIMESTAMP,
        UNREADABLE_TIMESTAMP,
        NO_TIMESTAMP_COLUMN,
        TRUNCATED,
        CORRUPT,
        EMPTY,
        NOT_PARQUET
    }

    /** What is changed so that a row can be kept. */
    enum Repair {
        INVALID_SCORE,
        MISSING_TICKER,
        NUL_REMOVED,
        EXTRA_COLUMNS,
        MADE_ID,
        MISSING_TEXT
    }

    private static final MessageType SCHEMA = Types.buildMessage()
            .optional(BINARY)
            .as(stringType())
            .named("file")
            .optional(INT64)
            .named("row")
            .optional(BINARY)
            .as(stringType())
            .named("outcome")
            .optional(BINARY)
            .as(stringType())
            .named("reason")
            .optional(BINARY)
            .as(stringType())
            .named("quirk")
            .optional(BINARY)
            .as(stringType())
            .named("repairs")
            .optional(INT64)
            .named("identity")
            .optional(BINARY)
            .as(stringType())
            .named("tag")
            .optional(INT64)
            .named("micros")
            .optional(BOOLEAN)
            .named("zoneless")
            .optional(BINARY)
            .as(stringType())
            .named("ticker")
            .optional(BINARY)
            .as(stringType())
            .named("file_ticker")
            .optional(BINARY)
            .as(stringType())
            .named("article_title")
            .optional(DOUBLE)
            .named("sentiment")
            .optional(DOUBLE)
            .named("confidence")
            .optional(BINARY)
            .as(stringType())
            .named("source")
            .optional(BINARY)
            .as(stringType())
            .named("source_url")
            .optional(BINARY)
            .as(stringType())
            .named("model")
            .optional(BINARY)
            .as(stringType())
            .named("article_id")
            .optional(BINARY)
            .as(stringType())
            .named("text_md5")
            .optional(BINARY)
            .as(stringType())
            .named("payload")
            .named("truth");

    private final FlatParquet out;

    Truth(Path file, FlatParquet.Packing packing) throws IOException {
        this.out = new FlatParquet(file, SCHEMA, packing);
    }

    void row(String file, long number, MadeRow row) throws IOException {
        out.write(
                file,
                number,
                row.outcome.name(),
                row.reason == null ? null : row.reason.name(),
                row.quirk == null ? null : row.quirk.name(),
                row.repairs.isEmpty()
                        ? null
                        : row.repairs.stream().map(Enum::name).collect(Collectors.joining(",")),
                row.identity,
                row.tag(),
                row.outcome == Outcome.REFUSED ? null : row.stamp.micros(),
                row.stamp.isZoneless(),
                row.ticker,
                row.tickerOfFile,
                row.title,
                row.sentiment,
                row.confidence,
                row.source,
                row.url,
                row.model,
                row.articleId,
                row.text.md5(),
                row.payload.isEmpty() ? null : row.payload.toString());
    }

    /** A file none of whose rows can be read. */
    void refused(String file, Reason reason) throws IOException {
        Object[] values = new Object[SCHEMA.getFieldCount()];
        values[SCHEMA.getFieldIndex("file")] = file;
        values[SCHEMA.getFieldIndex("outcome")] = Outcome.REFUSED.name();
        values[SCHEMA.getFieldIndex("reason")] = reason.name();
        out.write(values);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
