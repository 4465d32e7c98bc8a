package caravan.lake.migration;

import caravan.UnavailableException;
import caravan.lake.SqlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;

/**
 * The DuckDB that reads legacy files, in UTC and within a limit of memory. It has no threads: each connection works in
 * that of its caller, and gives rows while it reads. What it puts aside lies in a folder that is gone when it is closed.
 * Thread-safe; a connection is not.
 */
final class LegacyDatabase implements AutoCloseable {

    private static final SqlFile START = SqlFile.of("duckdb/legacy-start.sql");
    private static final SqlFile CONNECTION = SqlFile.of("duckdb/legacy-connection.sql");

    private final Path temporary;
    private final DuckDBConnection database;

    /** @throws UnavailableException when it does not start */
    LegacyDatabase(int memoryMegabytes) {
        try {
            temporary = Files.createTempDirectory("caravan-legacy-");
            database = DriverManager.getConnection("jdbc:duckdb:", settings(memoryMegabytes))
                    .unwrap(DuckDBConnection.class);
            START.execute(database, Map.of());
        } catch (IOException | SQLException e) {
            throw new UnavailableException("DuckDB does not start: " + e.getMessage(), e);
        }
    }

    /** Begins to load DuckDB in the background, which takes as long as reading the settings; whoever needs it waits. */
    static void load() {
        Thread thread = new Thread(LegacyDatabase::version, "duckdb");
        thread.setDaemon(true);
        thread.start();
    }

    private Properties settings(int memoryMegabytes) {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", memoryMegabytes + "MiB");
        settings.setProperty("temp_directory", temporary.resolve("spilled").toString());
        settings.setProperty("threads", "1");
        settings.setProperty("jdbc_stream_results", "true");
        return settings;
    }

    /** That of DuckDB. */
    static String version() {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new UnavailableException("DuckDB does not start: " + e.getMessage(), e);
        }
    }

    /** A connection of its own, which the caller closes. */
    Connection connect() {
        try {
            Connection connection = database.duplicate();
            CONNECTION.execute(connection, Map.of());
            return connection;
        } catch (SQLException e) {
            throw new UnavailableException("DuckDB gives no connection: " + e.getMessage(), e);
        }
    }

    /** Where files may lie for as long as this is open. */
    Path temporary() {
        return temporary;
    }

    /** A path as DuckDB takes it to be that file and no pattern. */
    static String literal(Path file) {
        return file.toAbsolutePath().toString().replaceAll("[*?\\[]", "[$0]");
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException e) {
            throw new UnavailableException("DuckDB does not stop: " + e.getMessage(), e);
        }
        try (Stream<Path> files = Files.walk(temporary)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new UnavailableException("%s cannot be removed: %s".formatted(temporary, e), e);
        }
    }
}
