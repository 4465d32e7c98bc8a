package caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;

/** Writes the result of a query, for people or for programs, row by row however many there are. */
final class ResultTable {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** The widths of the columns are those of so many rows. */
    private static final int SAMPLE = 200;

    private static final int WIDEST = 60;

    private ResultTable() {}

    /** A line a row in columns; values of several lines are put on one, long ones are cut. */
    static void write(ResultSet rows, PrintWriter out) throws SQLException {
        List<String> names = names(rows.getMetaData());
        List<List<String>> sample = new ArrayList<>();
        while (sample.size() < SAMPLE && rows.next()) {
            sample.add(cells(rows, names.size()));
        }
        int[] widths = new int[names.size()];
        boolean[] numbers = new boolean[names.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = sample.stream()
                    .mapToInt(row -> row.get(column).length())
                    .reduce(names.get(i).length(), Math::max);
            numbers[i] = rows.getMetaData().getColumnClassName(i + 1).matches("java\\.(lang|math)\\.(?!String|Bool).*");
        }
        line(names, widths, numbers, out);
        sample.forEach(row -> line(row, widths, numbers, out));
        while (rows.next()) {
            line(cells(rows, names.size()), widths, numbers, out);
        }
        out.flush();
    }

    /** An object a row: numbers, booleans, lists and structures as such, times in ISO-8601, all else as text. */
    static void writeJson(ResultSet rows, JsonLines lines) throws SQLException {
        writeJson(rows, JSON.objectNode(), lines);
    }

    /** The same, each object beginning with what is given. */
    static void writeJson(ResultSet rows, ObjectNode mark, JsonLines lines) throws SQLException {
        List<String> names = names(rows.getMetaData());
        while (rows.next()) {
            ObjectNode line = mark.deepCopy();
            for (int i = 0; i < names.size(); i++) {
                line.set(names.get(i), json(value(rows, i + 1)));
            }
            lines.write(line);
        }
    }

    /** A second column of the same name is told from the first. */
    private static List<String> names(ResultSetMetaData columns) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String name = columns.getColumnLabel(i);
            String free = name;
            for (int n = 2; names.contains(free); n++) {
                free = name + "_" + n;
            }
            names.add(free);
        }
        return names;
    }

    private static List<String> cells(ResultSet rows, int columns) throws SQLException {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            JsonNode value = json(value(rows, i));
            String cell = (value.isValueNode() ? value.asText() : value.toString()).replaceAll("\\s+", " ");
            cells.add(cell.length() > WIDEST ? cell.substring(0, WIDEST - 1) + "…" : cell);
        }
        return cells;
    }

    private static void line(List<String> cells, int[] widths, boolean[] numbers, PrintWriter out) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(Math.max(0, widths[i] - cells.get(i).length()));
            line.append(numbers[i] ? padding : "").append(cells.get(i)).append(numbers[i] ? "" : padding);
            line.append("  ");
        }
        out.println(line.toString().stripTrailing());
    }

    /** JDBC's class for a time without zone would take it for one of this machine's. */
    private static Object value(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        return value instanceof Timestamp ? rows.getObject(column, LocalDateTime.class) : value;
    }

    private static JsonNode json(Object value) throws SQLException {
        if (value == null) {
            return JSON.nullNode();
        }
        if (value instanceof Boolean truth) {
            return JSON.booleanNode(truth);
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? JSON.numberNode(number) : JSON.textNode(value.toString());
        }
        if (value instanceof BigDecimal number) {
            return JSON.numberNode(number);
        }
        if (value instanceof BigInteger number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Number number) {
            return JSON.numberNode(number.longValue());
        }
        if (value instanceof OffsetDateTime time) {
            return JSON.textNode(time.toInstant().toString());
        }
        if (value instanceof Blob blob) {
            return JSON.textNode(Base64.getEncoder().encodeToString(blob.getBytes(1, (int) blob.length())));
        }
        if (value instanceof Array array) {
            ArrayNode list = JSON.arrayNode();
            for (Object element : (Object[]) array.getArray()) {
                list.add(json(element));
            }
            return list;
        }
        if (value instanceof DuckDBStruct struct) {
            return json(struct.getMap());
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = JSON.objectNode();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                object.set(String.valueOf(entry.getKey()), json(entry.getValue()));
            }
            return object;
        }
        return JSON.textNode(value.toString());
    }
}
