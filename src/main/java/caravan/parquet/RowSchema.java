package caravan.parquet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
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
    private final Defaults defaults;

    /**
     * What is filled in where a row has nothing. Immutable.
     *
     * @param partition the timestamp column that stands in for a missing partition column
     * @param contentId the text column that, where it is missing, gets a UUID made of the rest of the row without its
     *     version, so that the same content always is the same row and different contents are not
     */
    public record Defaults(Optional<String> partition, Optional<String> contentId) {

        public static final Defaults NONE = new Defaults(Optional.empty(), Optional.empty());
    }

    private RowSchema(
            MessageType type,
            String partitionColumn,
            List<String> keyColumns,
            String versionColumn,
            Set<String> withoutStatistics,
            Defaults defaults) {
        this.type = type;
        this.columns = type.getFields().stream().map(Type::getName).toList();
        this.columnTypes = type.getFields().stream().map(ColumnType::of).toList();
        this.partitionColumn = partitionColumn;
        this.keyColumns = List.copyOf(keyColumns);
        this.versionColumn = versionColumn;
        this.withoutStatistics = Set.copyOf(withoutStatistics);
        this.defaults = defaults;
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
        defaults.partition()
                .ifPresent(column -> require(column, ColumnType.TIMESTAMP, "stand in for " + partitionColumn));
        defaults.contentId().ifPresent(column -> require(column, ColumnType.STRING, "be made of the content"));
    }

    private void require(String column, ColumnType wanted, String what) {
        if (columnTypes.get(index(column)) != wanted) {
            throw new IllegalArgumentException("Column %s cannot %s: it is no %s"
                    .formatted(column, what, wanted.name().toLowerCase(Locale.ROOT)));
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
                withoutStatistics,
                Defaults.NONE);
    }

    /**
     * The same columns with other defaults.
     *
     * @throws IllegalArgumentException when there is no such column, or it is of another type
     */
    public RowSchema withDefaults(Defaults values) {
        return new RowSchema(type, partitionColumn, keyColumns, versionColumn, withoutStatistics, values);
    }

    public Defaults defaults() {
        return defaults;
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

    /** Whether rows of one fit the other; how rows get their defaults is no difference between them. */
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
