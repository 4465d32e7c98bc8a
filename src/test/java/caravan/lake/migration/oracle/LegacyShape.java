package caravan.lake.migration.oracle;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The generation of a file's schema: which columns it has, under which names, of which types, in which order. */
record LegacyShape(
        TimeForm time,
        TextForm text,
        UrlForm url,
        TitleForm title,
        IdForm id,
        ScoreForm scores,
        boolean hasTicker,
        boolean hasConfidence,
        ExtraForm extra,
        boolean isBinary,
        long order,
        FlatParquet.Packing packing) {

    /** Where the article stands. */
    enum TextForm {
        NONE,
        TEXT,
        CONTENT,
        ARTICLE_TEXT,
        BODY,
        PREVIEW_AND_CONTENT,
        EMPTY_AND_CONTENT,
        ALL
    }

    /** Where the address stands; of several, the first that is not empty counts. */
    enum UrlForm {
        SOURCE_URL,
        URL,
        LINK,
        ALL,
        NONE
    }

    enum TitleForm {
        ARTICLE_TITLE,
        TITLE,
        BOTH
    }

    enum IdForm {
        TEXT,
        INT64,
        INT32,
        ABSENT
    }

    enum ScoreForm {
        DOUBLE,
        FLOAT,
        TEXT,
        INT64,
        DECIMAL
    }

    /** Columns that the lake has no place for. */
    enum ExtraForm {
        NONE,
        INDEX,
        SCALARS,
        ALL
    }

    /** What a file of the last generation but one looks like; most do. */
    static final LegacyShape ORDINARY = new LegacyShape(
            TimeForm.MICROS_UTC,
            TextForm.TEXT,
            UrlForm.SOURCE_URL,
            TitleForm.ARTICLE_TITLE,
            IdForm.TEXT,
            ScoreForm.DOUBLE,
            true,
            true,
            ExtraForm.NONE,
            false,
            0,
            FlatParquet.Packing.DEFAULT);

    private static final int DECIMAL_DIGITS = 9;
    static final int DECIMAL_SCALE = 4;

    private record Column(Type type, Function<MadeRow, Object> value) {}

    /** The columns in their order, and how a row gives their values. */
    static final class Layout {

        private final MessageType schema;
        private final List<Column> columns;

        private Layout(List<Column> columns) {
            this.columns = columns;
            this.schema =
                    new MessageType("schema", columns.stream().map(Column::type).toList());
        }

        MessageType schema() {
            return schema;
        }

        Object[] values(MadeRow row) {
            Object[] values = new Object[columns.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = columns.get(i).value().apply(row);
            }
            return values;
        }
    }

    LegacyShape with(TimeForm other) {
        return new LegacyShape(
                other, text, url, title, id, scores, hasTicker, hasConfidence, extra, isBinary, order, packing);
    }

    Layout layout() {
        List<Column> columns = new ArrayList<>();
        if (time != TimeForm.ABSENT) {
            columns.add(new Column(time.type("timestamp"), row -> row.stamp.written()));
        }
        if (hasTicker) {
            columns.add(string("ticker", row -> row.tickerWritten));
        }
        if (title != TitleForm.TITLE) {
            columns.add(string("article_title", row -> row.titleWritten));
        }
        if (title != TitleForm.ARTICLE_TITLE) {
            columns.add(string("title", row -> row.otherTitleWritten));
        }
        columns.add(new Column(scoreType("sentiment"), row -> row.sentimentWritten));
        if (hasConfidence) {
            columns.add(new Column(scoreType("confidence"), row -> row.confidenceWritten));
        }
        columns.add(string("source", row -> row.source));
        columns.add(string("model", row -> row.model));
        switch (id) {
            case TEXT -> columns.add(string("article_id", row -> row.idWritten));
            case INT64 -> columns.add(new Column(Types.optional(INT64).named("article_id"), row -> row.idWritten));
            case INT32 -> columns.add(new Column(Types.optional(INT32).named("article_id"), row -> row.idWritten));
            case ABSENT -> {}
        }
        addUrls(columns);
        addTexts(columns);
        addExtras(columns);
        if (order != 0) {
            Collections.shuffle(columns, new Random(order));
        }
        return new Layout(columns);
    }

    private void addUrls(List<Column> columns) {
        if (url == UrlForm.SOURCE_URL || url == UrlForm.ALL) {
            columns.add(string("source_url", row -> row.urlsWritten[0]));
        }
        if (url == UrlForm.URL || url == UrlForm.ALL) {
            columns.add(string("url", row -> row.urlsWritten[1]));
        }
        if (url == UrlForm.LINK || url == UrlForm.ALL) {
            columns.add(string("link", row -> row.urlsWritten[2]));
        }
    }

    private void addTexts(List<Column> columns) {
        boolean isAll = text == TextForm.ALL;
        boolean isPair = text == TextForm.PREVIEW_AND_CONTENT || text == TextForm.EMPTY_AND_CONTENT;
        if (isAll || isPair || text == TextForm.TEXT) {
            columns.add(string("text", row -> row.textsWritten[0]));
        }
        if (isAll || isPair || text == TextForm.CONTENT) {
            columns.add(string("content", row -> row.textsWritten[1]));
        }
        if (isAll || text == TextForm.ARTICLE_TEXT) {
            columns.add(string("article_text", row -> row.textsWritten[2]));
        }
        if (isAll || text == TextForm.BODY) {
            columns.add(string("body", row -> row.textsWritten[3]));
        }
    }

    private void addExtras(List<Column> columns) {
        if (extra == ExtraForm.INDEX || extra == ExtraForm.ALL) {
            columns.add(new Column(Types.optional(INT64).named("__index_level_0__"), row -> row.index));
        }
        if (extra == ExtraForm.SCALARS || extra == ExtraForm.ALL) {
            columns.add(new Column(text("sector"), row -> row.extras.get("sector")));
            columns.add(new Column(Types.optional(INT64).named("volume"), row -> row.extras.get("volume")));
            columns.add(new Column(Types.optional(DOUBLE).named("price"), row -> row.extras.get("price")));
            columns.add(new Column(Types.optional(BOOLEAN).named("breaking"), row -> row.extras.get("breaking")));
        }
        if (extra == ExtraForm.ALL) {
            columns.add(new Column(Types.optional(INT32).as(dateType()).named("listed"), row -> (int) row.index));
            columns.add(new Column(
                    Types.optionalList()
                            .optionalElement(BINARY)
                            .as(stringType())
                            .named("tags"),
                    row -> row.extras.get("tags")));
        }
    }

    private Column string(String name, Function<MadeRow, Object> value) {
        return new Column(isBinary ? Types.optional(BINARY).named(name) : text(name), value);
    }

    private static Type text(String name) {
        return Types.optional(BINARY).as(stringType()).named(name);
    }

    private Type scoreType(String name) {
        return switch (scores) {
            case DOUBLE -> Types.optional(DOUBLE).named(name);
            case FLOAT -> Types.optional(FLOAT).named(name);
            case TEXT -> text(name);
            case INT64 -> Types.optional(INT64).named(name);
            case DECIMAL ->
                Types.optional(INT32)
                        .as(decimalType(DECIMAL_SCALE, DECIMAL_DIGITS))
                        .named(name);
        };
    }
}
