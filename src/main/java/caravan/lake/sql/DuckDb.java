package caravan.lake.sql;

import caravan.Sql;
import caravan.UnavailableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Opens DuckDB inside this process, in UTC, with a limit to its memory. */
final class DuckDb {

    private static final String UTC = Sql.named("duckdb/utc");

    private DuckDb() {}

    /**
     * An empty database of one's own; results are handed over as they are made.
     *
     * @param memory as DuckDB writes it, such as {@code 512MB}; what is more goes to disk
     * @param overflow the directory for it, which is made when needed
     * @throws UnavailableException when it does not start, as with a limit it does not understand
     */
    static Connection open(String memory, Path overflow) {
        Properties properties = new Properties();
        properties.setProperty("memory_limit", memory);
        properties.setProperty("temp_directory", overflow.toAbsolutePath().toString());
        properties.setProperty("jdbc_stream_results", "true");
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
            try (Statement statement = connection.createStatement()) {
                statement.execute(UTC);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            return connection;
        } catch (SQLException e) {
            throw new UnavailableException("DuckDB does not start: " + e.getMessage(), e);
        }
    }
}
