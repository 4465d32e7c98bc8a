package caravan.parquet;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The tables that are open in this process, one a directory, shared by all who use the same. Thread-safe.
 *
 * <p>Who acquires a table releases it; the last to do so closes it.
 */
public final class SharedTables {

    private static final Map<Path, Shared> OPEN = new HashMap<>();

    private SharedTables() {}

    private static final class Shared {

        private final PartitionedTable table;
        private int users;

        Shared(PartitionedTable table) {
            this.table = table;
        }
    }

    /**
     * @throws IllegalArgumentException when the directory is already open with another schema or other options
     * @throws caravan.UnavailableException when the disk fails
     */
    public static synchronized PartitionedTable acquire(Path directory, RowSchema schema, TableOptions options) {
        Path key = key(directory);
        Shared shared = OPEN.get(key);
        if (shared == null) {
            shared = new Shared(PartitionedTable.open(directory, schema, options));
            OPEN.put(key, shared);
        } else if (!shared.table.schema().equals(schema)
                || !shared.table.options().equals(options)) {
            throw new IllegalArgumentException("%s is already open as %s with %s, not %s with %s"
                    .formatted(directory, shared.table.schema(), shared.table.options(), schema, options));
        }
        shared.users++;
        return shared.table;
    }

    /** @throws IllegalArgumentException when the table was not acquired here */
    public static synchronized void release(PartitionedTable table) {
        Path key = key(table.directory());
        Shared shared = OPEN.get(key);
        if (shared == null || shared.table != table) {
            throw new IllegalArgumentException("%s was not acquired".formatted(table.directory()));
        }
        shared.users--;
        if (shared.users == 0) {
            OPEN.remove(key);
            table.close();
        }
    }

    private static Path key(Path directory) {
        return directory.toAbsolutePath().normalize();
    }
}
