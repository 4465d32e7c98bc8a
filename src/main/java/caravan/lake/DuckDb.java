package caravan.lake;

import caravan.UnavailableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.UUID;
import org.duckdb.DuckDBConnection;

/**
 * A DuckDB inside this process that keeps nothing, in UTC and within a limit of memory; what does not fit goes to a
 * folder of temporary files that is gone when it is closed. Thread-safe; a connection is not.
 */
final class DuckDb implements AutoCloseable {

    private static final SqlFile START = SqlFile.of("duckdb/start.sql");

    /** Sorting a slice needs several times its size, and some for reading. */
    private static final int SLICES_IN_MEMORY = 8;

    private final DuckDBConnection database;
    private final long sliceBytes;

    /** @throws UnavailableException when it does not start */
    DuckDb(int memoryMegabytes) {
        this.sliceBytes = ((long) memoryMegabytes << 20) / SLICES_IN_MEMORY;
        Properties settings = new Properties();
        settings.setProperty("memory_limit", memoryMegabytes + "MiB");
        settings.setProperty("temp_directory", temporary().toString());
        // Rows of a query without an order may come in any: it saves buffers as large as the files' row groups.
        settings.setProperty("preserve_insertion_order", "false");
        try {
            this.database =
                    DriverManager.getConnection("jdbc:duckdb:", settings).unwrap(DuckDBConnection.class);
            try (Statement statement = database.createStatement()) {
                statement.execute(START.statement());
            }
        } catch (SQLException e) {
            throw new UnavailableException("DuckDB does not start: " + e.getMessage(), e);
        }
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"), "caravan-duckdb-" + UUID.randomUUID());
    }

    /** How much may be sorted at once. */
    long sliceBytes() {
        return sliceBytes;
    }

    /** A connection of its own, which the caller closes. */
    Connection connect() {
        try {
            return database.duplicate();
        } catch (SQLException e) {
            throw new UnavailableException("DuckDB gives no connection: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException e) {
            throw new UnavailableException("DuckDB does not stop: " + e.getMessage(), e);
        }
    }
}
