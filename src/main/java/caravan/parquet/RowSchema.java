package caravan.parquet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Type;

/**
 * The columns of a table, and which of them decide where a row goes and which of two rows counts. Immutable.
 *
 * <p>A row belongs to the UTC day of its partition column. Rows of one day with equal key columns (null equals null) are
 * the same row, of which the greatest version counts and, among equal ones, the one appended later.
 */
public final class RowSchema {

    private final MessageType type;
    private final List<String> columns;
    private final List<ColumnType> columnTypes;
    private final String partitionColumn;
    private final List<String> keyColumns;
    private final String versionColumn;
    private final Set<String> withoutStatistics;

    private RowSchema(
            MessageType type,
            String partitionColumn,
            List<String> keyColumns,
            String versionColumn,
            Set<String> withoutStatistics) {
        this.type = type;
        this.columns = type.getFields().stream().map(Type::getName).toList();
        this.columnTypes = type.getFields().stream().map(ColumnType::of).toList();
        this.partitionColumn = partitionColumn;
        this.keyColumns = List.copyOf(keyColumns);
        this.versionColumn = versionColumn;
        this.withoutStatistics = Set.copyOf(withoutStatistics);
        if (this.keyColumns.isEmpty()) {
            throw new IllegalArgumentException("A table needs at least one key column");
        }
        this.keyColumns.forEach(this::index);
        this.withoutStatistics.forEach(this::index);
        if (columnTypes.get(index(partitionColumn)) != ColumnType.TIMESTAMP) {
            throw new IllegalArgumentException(
                    "Column %s cannot partition: it is not a timestamp".formatted(partitionColumn));
        }
        if (!columnTypes.get(index(versionColumn)).isWholeNumber()) {
            throw new IllegalArgumentException(
                    "Column %s cannot be a version: it is neither a timestamp nor a whole number"
                            .formatted(versionColumn));
        }
    }

    /**
     * @param messageType the columns in Parquet's own words: {@code message name { optional binary a (STRING); … }}
     * @param partitionColumn a timestamp, never null in a row
     * @param keyColumns what makes two rows the same
     * @param versionColumn a timestamp or whole number; null is less than any
     * @param withoutStatistics columns of large values, that are written without minimum, maximum and dictionary
     * @throws IllegalArgumentException when the text is not such a schema, names a type that is not supported, or lacks
     *     a column named here
     */
    public static RowSchema parse(
            String messageType,
            String partitionColumn,
            List<String> keyColumns,
            String versionColumn,
            Set<String> withoutStatistics) {
        return new RowSchema(
                MessageTypeParser.parseMessageType(messageType),
                partitionColumn,
                keyColumns,
                versionColumn,
                withoutStatistics);
    }

    /** The names of the columns, in their order. */
    public List<String> columns() {
        return columns;
    }

    public String partitionColumn() {
        return partitionColumn;
    }

    public List<String> keyColumns() {
        return keyColumns;
    }

    public String versionColumn() {
        return versionColumn;
    }

    public Set<String> columnsWithoutStatistics() {
        return withoutStatistics;
    }

    /**
     * The position of a column, from 0.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public int index(String column) {
        if (!type.containsField(column)) {
            throw new IllegalArgumentException(
                    "There is no column %s; there are %s".formatted(column, String.join(", ", columns())));
        }
        return type.getFieldIndex(column);
    }

    /** The day that {@code instant} belongs to. */
    public static LocalDate dayOf(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    MessageType type() {
        return type;
    }

    ColumnType typeOf(int column) {
        return columnTypes.get(column);
    }

    boolean isRequired(int column) {
        return type.getType(column).isRepetition(Type.Repetition.REQUIRED);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowSchema that
                && type.equals(that.type)
                && partitionColumn.equals(that.partitionColumn)
                && keyColumns.equals(that.keyColumns)
                && versionColumn.equals(that.versionColumn)
                && withoutStatistics.equals(that.withoutStatistics);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, partitionColumn, keyColumns, versionColumn);
    }

    @Override
    public String toString() {
        return "%s partitioned by %s, key %s, version %s".formatted(type, partitionColumn, keyColumns, versionColumn);
    }
}
