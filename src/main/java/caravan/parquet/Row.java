package caravan.parquet;

import caravan.UnprocessableException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;

/** One row of a table, its values checked against the schema once, here. Immutable. */
public final class Row {

    private final RowSchema schema;
    private final Object[] stored;

    /** @param stored as {@link ColumnType#stored} gives them, in the order of the schema; not copied */
    Row(RowSchema schema, Object[] stored) {
        this.schema = schema;
        this.stored = stored;
    }

    /**
     * @param values by column: {@link Instant}, {@link String} (or its UTF-8 in a {@code byte[]}, which is not copied),
     *     numbers, {@link Boolean}; an absent column is null, or what the schema's {@link RowSchema.Defaults} say
     * @throws UnprocessableException that names the column which is unknown, of another type, missing though required,
     *     not finite, or (the partition column) null or not in the years 1 to 9999
     */
    public static Row of(RowSchema schema, Map<String, ?> values) {
        Object[] stored = new Object[schema.columns().size()];
        values.forEach((column, value) -> {
            try {
                int index = schema.index(column);
                stored[index] = value == null ? null : schema.typeOf(index).stored(value);
            } catch (IllegalArgumentException e) {
                throw new UnprocessableException("Column %s: %s".formatted(column, e.getMessage()), e);
            }
        });
        int partition = schema.index(schema.partitionColumn());
        fillIn(schema, stored, partition);
        for (int i = 0; i < stored.length; i++) {
            if (stored[i] == null && (i == partition || schema.isRequired(i))) {
                throw new UnprocessableException(
                        "Column %s: is missing".formatted(schema.columns().get(i)));
            }
        }
        Row row = new Row(schema, stored);
        int year = row.day().getYear();
        if (year < 1 || year > 9999) {
            throw new UnprocessableException(
                    "Column %s: the year %s is not between 1 and 9999".formatted(schema.partitionColumn(), year));
        }
        return row;
    }

    private static void fillIn(RowSchema schema, Object[] stored, int partition) {
        RowSchema.Defaults defaults = schema.defaults();
        if (stored[partition] == null && defaults.partition().isPresent()) {
            stored[partition] = stored[schema.index(defaults.partition().get())];
        }
        if (defaults.contentId().isPresent()) {
            int id = schema.index(defaults.contentId().get());
            if (stored[id] == null) {
                stored[id] = Binary.fromString(contentId(schema, stored).toString());
            }
        }
    }

    /** A version 3 UUID, as RFC 9562 makes it of names. */
    private static UUID contentId(RowSchema schema, Object[] stored) {
        int version = schema.index(schema.versionColumn());
        KeyHash hash = new KeyHash();
        for (int i = 0; i < stored.length; i++) {
            hash.add(i == version ? null : stored[i]);
        }
        hash.end();
        return new UUID(
                (hash.high() & 0xffff_ffff_ffff_0fffL) | 0x3000L,
                (hash.low() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
    }

    public RowSchema schema() {
        return schema;
    }

    /**
     * The value of a column, null where the row has none.
     *
     * @throws IllegalArgumentException when there is no such column
     */
    public Object get(String column) {
        return value(schema.index(column));
    }

    /** The values by column, in the order of the schema, nulls included. */
    public Map<String, Object> toMap() {
        Map<String, Object> values = new LinkedHashMap<>();
        int i = 0;
        for (String column : schema.columns()) {
            values.put(column, value(i++));
        }
        return values;
    }

    /** The UTC day the row belongs to. */
    public LocalDate day() {
        return RowSchema.dayOf((Instant) Objects.requireNonNull(get(schema.partitionColumn())));
    }

    /** Whether it has a value in a column of that number, and one that says something. */
    public boolean isFilled(int column) {
        return stored[column] != null && !(stored[column] instanceof Binary text && text.length() == 0);
    }

    /** About how much memory its values take. */
    public long bytes() {
        long bytes = 0;
        for (Object value : stored) {
            bytes += value instanceof Binary text ? text.length() : Long.BYTES;
        }
        return bytes;
    }

    Object stored(int column) {
        return stored[column];
    }

    private Object value(int column) {
        return stored[column] == null ? null : schema.typeOf(column).value(stored[column]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Row that && schema.equals(that.schema) && Arrays.equals(stored, that.stored);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(stored);
    }

    @Override
    public String toString() {
        return toMap().toString();
    }
}
