package caravan.lake.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** The columns of a file in their order. Immutable. */
record LegacySchema(List<Column> columns) {

    /**
     * @param name as it is in the file
     * @param type in DuckDB's words, such as VARCHAR or TIMESTAMP_NS
     */
    record Column(String name, String type) {}

    LegacySchema {
        columns = List.copyOf(columns);
    }

    /** What tells this generation of schema from others: the same for the same columns and types in any order. */
    String name() {
        return UUID.nameUUIDFromBytes(columns.stream()
                        .map(column -> column.name() + '\n' + column.type() + '\n')
                        .sorted()
                        .collect(Collectors.joining())
                        .getBytes(UTF_8))
                .toString()
                .substring(0, 8);
    }

    /** The columns with their types, in a line. */
    String describe() {
        return columns.stream()
                .map(column -> column.name() + ' ' + column.type())
                .collect(Collectors.joining(", "));
    }
}
