package caravan.lake.sql;

import caravan.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The rows of a generation as PostgreSQL is given them, read by DuckDB: all of them, or what differs from another
 * generation. Not thread-safe.
 */
final class DayFile implements AutoCloseable {

    private static final String WITH_TEXT = Sql.named("duckdb/load/with-text");
    private static final String WITHOUT_TEXT = Sql.named("duckdb/load/without-text");
    private static final String ALL = Sql.named("duckdb/load/all");
    private static final String NEWER = Sql.named("duckdb/load/newer");
    private static final String OLDER = Sql.named("duckdb/load/older");
    private static final String ADDED = Sql.named("duckdb/load/added");
    private static final String OUTDATED = Sql.named("duckdb/load/outdated");

    private final Connection duckDb;
    private final Path file;
    private PreparedStatement open;

    DayFile(Path file, LakeSqlOptions options) throws SQLException {
        this.file = file;
        this.duckDb = DuckDb.open(options.memory(), options.overflow());
        try (Statement statement = duckDb.createStatement()) {
            statement.execute(options.withText() ? WITH_TEXT : WITHOUT_TEXT);
        } catch (SQLException e) {
            duckDb.close();
            throw e;
        }
    }

    /** Each result is to be read before the next is asked for. */
    ResultSet rows() throws SQLException {
        return query(ALL, file);
    }

    /** Finds out what differs from a generation that was before this one. */
    void compare(Path older) throws SQLException {
        update(NEWER, file);
        update(OLDER, older);
    }

    /** The rows of this generation that were not the same in the older one; {@link #compare} comes first. */
    ResultSet added() throws SQLException {
        return query(ADDED, file);
    }

    /** The keys of the rows of the older one that are not the same in this one. */
    ResultSet outdated(Path older) throws SQLException {
        return query(OUTDATED, older);
    }

    private ResultSet query(String sql, Path parameter) throws SQLException {
        closeStatement();
        open = duckDb.prepareStatement(sql);
        open.setString(1, parameter.toAbsolutePath().toString());
        return open.executeQuery();
    }

    private void update(String sql, Path parameter) throws SQLException {
        closeStatement();
        open = duckDb.prepareStatement(sql);
        open.setString(1, parameter.toAbsolutePath().toString());
        open.execute();
    }

    private void closeStatement() throws SQLException {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    @Override
    public void close() throws SQLException {
        closeStatement();
        duckDb.close();
    }
}
