package caravan.lake.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBStruct;

/** Gives each value of a result as {@link LegacyRow} has it, whatever the time zone of the JVM. */
final class LegacyValues {

    private final List<Getter> getters;

    /** How a column comes. */
    enum Form {
        AS_ITS_TYPE,
        /** Text as its UTF-8. */
        ENCODED,
        /** What is declared a text in the file, and may be no UTF-8. */
        UNCHECKED,
        /** A time that is in UTC though its type does not say so. */
        UTC
    }

    private interface Getter {
        Object get(ResultSet rows, int column) throws SQLException;
    }

    LegacyValues(ResultSetMetaData columns, List<Form> forms) throws SQLException {
        List<Getter> found = new ArrayList<>();
        for (Form form : forms) {
            String type = columns.getColumnTypeName(found.size() + 1);
            found.add(
                    switch (form) {
                        case ENCODED -> LegacyValues::utf8;
                        case UNCHECKED -> LegacyValues::unchecked;
                        case UTC -> LegacyValues::utc;
                        case AS_ITS_TYPE -> getter(type);
                    });
        }
        this.getters = List.copyOf(found);
    }

    Object[] of(ResultSet rows) throws SQLException {
        Object[] values = new Object[getters.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = getters.get(i).get(rows, i + 1);
        }
        return values;
    }

    /** Text of bytes; empty where they are no UTF-8. */
    static Optional<String> decoded(byte[] bytes) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Getter getter(String type) {
        return switch (type) {
            case "VARCHAR" -> ResultSet::getString;
            case "DOUBLE" ->
                (rows, column) -> {
                    double value = rows.getDouble(column);
                    return rows.wasNull() ? null : value;
                };
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" ->
                (rows, column) -> {
                    long value = rows.getLong(column);
                    return rows.wasNull() ? null : value;
                };
            case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" ->
                (rows, column) -> rows.getObject(column, LocalDateTime.class);
            case "TIMESTAMP WITH TIME ZONE" -> (rows, column) -> plain(rows.getObject(column, OffsetDateTime.class));
            case "DATE" -> (rows, column) -> rows.getObject(column, LocalDate.class);
            case "BLOB" -> ResultSet::getBytes;
            default -> (rows, column) -> plain(rows.getObject(column));
        };
    }

    private static Object utf8(ResultSet rows, int column) throws SQLException {
        byte[] bytes = rows.getBytes(column);
        return bytes == null ? null : new LegacyRow.Utf8(bytes);
    }

    private static Object utc(ResultSet rows, int column) throws SQLException {
        LocalDateTime time = rows.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }

    private static Object unchecked(ResultSet rows, int column) throws SQLException {
        byte[] bytes = rows.getBytes(column);
        return bytes == null ? null : decoded(bytes).map(Object.class::cast).orElse(bytes);
    }

    /** Any other value, and those inside lists, maps and structs. */
    private static Object plain(Object value) throws SQLException {
        if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (value instanceof Timestamp time) {
            return time.toLocalDateTime();
        }
        if (value instanceof Blob blob) {
            return blob.getBytes(1, (int) blob.length());
        }
        if (value instanceof Array array) {
            return list((Object[]) array.getArray());
        }
        if (value instanceof DuckDBStruct struct) {
            return map(struct.getMap());
        }
        if (value instanceof Struct struct) {
            return list(struct.getAttributes());
        }
        if (value instanceof Map<?, ?> map) {
            return map(map);
        }
        return value == null
                        || value instanceof Number
                        || value instanceof String
                        || value instanceof Boolean
                        || value instanceof LocalDate
                        || value instanceof LocalTime
                ? value
                : value.toString();
    }

    private static List<Object> list(Object[] values) throws SQLException {
        List<Object> plain = new ArrayList<>(values.length);
        for (Object value : values) {
            plain.add(plain(value));
        }
        return plain;
    }

    private static Map<String, Object> map(Map<?, ?> values) throws SQLException {
        Map<String, Object> plain = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            plain.put(String.valueOf(plain(entry.getKey())), plain(entry.getValue()));
        }
        return plain;
    }
}
