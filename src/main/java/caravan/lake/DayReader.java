package caravan.lake;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The rows of one day after the other on one connection.
 *
 * <p>{@link #open} returns when every file of the day was read, so that nothing can be missed if one is removed later;
 * what fits the query is then in DuckDB's memory. Not thread-safe.
 */
final class DayReader implements Iterator<SentimentRow>, AutoCloseable {

    private static final SqlFile WITH_TEXT = SqlFile.of("duckdb/read-day.sql");
    private static final SqlFile WITHOUT_TEXT = SqlFile.of("duckdb/read-day-without-text.sql");
    private final Connection connection;
    private final boolean withText;
    private PreparedStatement statement;
    private ResultSet rows;
    private boolean hasNext;

    DayReader(Connection connection, boolean withText) {
        this.connection = connection;
        this.withText = withText;
    }

    void open(Collection<Path> files, LakeQuery query, long limit) throws SQLException {
        close();
        if (files.isEmpty()) {
            return;
        }
        statement = connection.prepareStatement((withText ? WITH_TEXT : WITHOUT_TEXT).statement());
        Object[] names =
                files.stream().map(file -> file.toAbsolutePath().toString()).toArray();
        int parameter = 1;
        statement.setArray(parameter++, connection.createArrayOf("VARCHAR", names));
        statement.setString(parameter++, query.ticker().orElse(null));
        statement.setObject(parameter++, query.from().atOffset(ZoneOffset.UTC));
        statement.setObject(parameter++, query.to().atOffset(ZoneOffset.UTC));
        statement.setLong(parameter, limit);
        rows = statement.executeQuery();
        hasNext = rows.next();
    }

    @Override
    public boolean hasNext() {
        return hasNext;
    }

    @Override
    public SentimentRow next() {
        if (!hasNext) {
            throw new NoSuchElementException();
        }
        try {
            SentimentRow row = row();
            hasNext = rows.next();
            return row;
        } catch (SQLException e) {
            throw new IllegalStateException("A result that is in memory cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws SQLException {
        hasNext = false;
        if (rows != null) {
            rows.close();
            rows = null;
        }
        if (statement != null) {
            statement.close();
            statement = null;
        }
    }

    private SentimentRow row() throws SQLException {
        return new SentimentRow(
                instant("timestamp").orElseThrow(),
                text("ticker"),
                text("article_title").orElse(""),
                number("sentiment"),
                number("confidence"),
                text("source").orElse(""),
                text("source_url").orElse(""),
                text("model").orElse(""),
                text("article_id").orElse(""),
                withText ? text("text") : Optional.empty(),
                instant("fetch_timestamp_utc"),
                instant("processing_timestamp_utc"),
                withText ? text("raw_source_payload_json") : Optional.empty());
    }

    private Optional<String> text(String column) throws SQLException {
        return Optional.ofNullable(rows.getString(column));
    }

    private OptionalDouble number(String column) throws SQLException {
        double number = rows.getDouble(column);
        return rows.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    /** The statements give microseconds since 1970, which pass through JDBC whatever the zone of the JVM. */
    private Optional<Instant> instant(String column) throws SQLException {
        long micros = rows.getLong(column);
        return rows.wasNull() ? Optional.empty() : Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }
}
