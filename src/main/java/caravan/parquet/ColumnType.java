package caravan.parquet;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * What a column can hold: how a value is given, and how Parquet stores it.
 *
 * <p>Format: <a href="https://github.com/apache/parquet-format/blob/master/LogicalTypes.md">LogicalTypes</a>.
 */
enum ColumnType {

    /** INT64 TIMESTAMP(MICROS, UTC), given as {@link Instant}; what is finer than a microsecond is cut off. */
    TIMESTAMP {
        @Override
        Object stored(Object value) {
            Instant instant = given(value, Instant.class);
            try {
                return Math.addExact(
                        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000L);
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException(instant + " is beyond what microseconds in 64 bits reach", e);
            }
        }

        @Override
        Object value(Object stored) {
            return Instant.EPOCH.plus((Long) stored, ChronoUnit.MICROS);
        }

        @Override
        void write(Object stored, ColumnWriter out, int level) {
            out.write((long) (Long) stored, 0, level);
        }

        @Override
        Object read(ColumnReader in) {
            return in.getLong();
        }
    },

    /**
     * BINARY STRING, given as {@link String}, or as a {@code byte[]} of valid UTF-8, which is not copied and must not
     * change. NUL characters are left out: they are legal here, and cut the text off in what reads it elsewhere.
     */
    STRING {
        @Override
        Object stored(Object value) {
            if (value instanceof byte[] utf8) {
                return Binary.fromConstantByteArray(NulCharacters.removedFrom(utf8));
            }
            String text = given(value, CharSequence.class).toString();
            return Binary.fromString(text.indexOf('\0') < 0 ? text : text.replace("\0", ""));
        }

        @Override
        Object value(Object stored) {
            return ((Binary) stored).toStringUsingUTF8();
        }

        @Override
        void write(Object stored, ColumnWriter out, int level) {
            out.write((Binary) stored, 0, level);
        }

        @Override
        Object read(ColumnReader in) {
            return in.getBinary();
        }
    },

    /** DOUBLE, given as any {@link Number}; never NaN or infinite, which statistics and comparisons cannot order. */
    DOUBLE {
        @Override
        Object stored(Object value) {
            double number = given(value, Number.class).doubleValue();
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException(number + " is not a finite number");
            }
            return number;
        }

        @Override
        void write(Object stored, ColumnWriter out, int level) {
            out.write((double) (Double) stored, 0, level);
        }

        @Override
        Object read(ColumnReader in) {
            return in.getDouble();
        }
    },

    /** INT64 without annotation, given as {@link Long} or a smaller whole number. */
    LONG {
        @Override
        Object stored(Object value) {
            return whole(value);
        }

        @Override
        void write(Object stored, ColumnWriter out, int level) {
            out.write((long) (Long) stored, 0, level);
        }

        @Override
        Object read(ColumnReader in) {
            return in.getLong();
        }
    },

    /** INT32 without annotation, given as {@link Integer} or a whole number that fits. */
    INTEGER {
        @Override
        Object stored(Object value) {
            long number = whole(value);
            if (number != (int) number) {
                throw new IllegalArgumentException(number + " does not fit 32 bits");
            }
            return (int) number;
        }

        @Override
        void write(Object stored, ColumnWriter out, int level) {
            out.write((int) (Integer) stored, 0, level);
        }

        @Override
        Object read(ColumnReader in) {
            return in.getInteger();
        }
    },

    /** BOOLEAN, given as {@link Boolean}. */
    BOOLEAN {
        @Override
        Object stored(Object value) {
            return given(value, Boolean.class);
        }

        @Override
        void write(Object stored, ColumnWriter out, int level) {
            out.write((boolean) (Boolean) stored, 0, level);
        }

        @Override
        Object read(ColumnReader in) {
            return in.getBoolean();
        }
    };

    /**
     * @param value not null
     * @throws IllegalArgumentException that says why the value cannot be in such a column
     */
    abstract Object stored(Object value);

    /** The inverse of {@link #stored}. */
    Object value(Object stored) {
        return stored;
    }

    /** @param level the definition level of a value that is not null */
    abstract void write(Object stored, ColumnWriter out, int level);

    /** The value that {@code in} stands at, as it is stored; it may share memory with the page it is in. */
    abstract Object read(ColumnReader in);

    /** Whether its values have an order that fits in a {@code long}, as versions and days need. */
    boolean isWholeNumber() {
        return this == TIMESTAMP || this == LONG || this == INTEGER;
    }

    /** @throws IllegalArgumentException that names the column, when no type here is that */
    static ColumnType of(Type column) {
        if (!column.isPrimitive() || column.isRepetition(Type.Repetition.REPEATED)) {
            throw unsupported(column);
        }
        PrimitiveType type = column.asPrimitiveType();
        LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case INT64 -> annotation == null ? LONG : timestamp(column, annotation);
            case INT32 -> plain(column, annotation, INTEGER);
            case DOUBLE -> plain(column, annotation, DOUBLE);
            case BOOLEAN -> plain(column, annotation, BOOLEAN);
            case BINARY -> {
                if (!LogicalTypeAnnotation.stringType().equals(annotation)) {
                    throw unsupported(column);
                }
                yield STRING;
            }
            case FLOAT, INT96, FIXED_LEN_BYTE_ARRAY -> throw unsupported(column);
        };
    }

    private static ColumnType plain(Type column, LogicalTypeAnnotation annotation, ColumnType type) {
        if (annotation != null) {
            throw unsupported(column);
        }
        return type;
    }

    private static ColumnType timestamp(Type column, LogicalTypeAnnotation annotation) {
        if (annotation instanceof TimestampLogicalTypeAnnotation time
                && time.getUnit() == TimeUnit.MICROS
                && time.isAdjustedToUTC()) {
            return TIMESTAMP;
        }
        throw unsupported(column);
    }

    private static IllegalArgumentException unsupported(Type column) {
        return new IllegalArgumentException(("Column %s is of a type that is not supported; supported are"
                        + " int64 (TIMESTAMP(MICROS,true)), binary (STRING), double, int64, int32, boolean: %s")
                .formatted(column.getName(), column));
    }

    private static long whole(Object value) {
        Number number = given(value, Number.class);
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return number.longValue();
        }
        throw new IllegalArgumentException(
                number + " is not a whole number but " + number.getClass().getSimpleName());
    }

    private static <T> T given(Object value, Class<T> type) {
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw new IllegalArgumentException(
                "not " + type.getSimpleName() + " but " + value.getClass().getSimpleName());
    }
}
