package caravan.lake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The rows of one slice of a day after the other, on one connection.
 *
 * <p>{@link #open} returns when the files have been read, so that nothing can be missed if one is removed later; the rows
 * of the slice are then in memory. Not thread-safe.
 */
final class DayReader implements Iterator<SentimentRow>, AutoCloseable {

    private static final SqlFile FIND = SqlFile.of("duckdb/find-day.sql");
    private static final SqlFile SLICE = SqlFile.of("duckdb/slice-day.sql");
    private static final SqlFile READ = SqlFile.of("duckdb/read-day.sql");

    private final Connection connection;
    private final LakeQuery query;
    private final long sliceBytes;
    private final QueryStop stop;
    private final Map<String, Integer> positions = new HashMap<>();
    private PreparedStatement statement;
    private ResultSet rows;
    private boolean hasNext;

    /** @param sliceBytes about how much of the values may be in memory at once */
    DayReader(Connection connection, LakeQuery query, long sliceBytes, QueryStop stop) {
        this.connection = connection;
        this.query = query;
        this.sliceBytes = sliceBytes;
        this.stop = stop;
        query.columnsInOrder().forEach(column -> positions.put(column, positions.size() + 1));
    }

    /** A part of a day's time. */
    record Slice(Instant from, Instant to) {}

    /**
     * Looks for the rows of a day and divides its time so that those of one part fit in memory.
     *
     * @param from of the query's time, what is left to read
     */
    List<Slice> slices(DayFiles files, Instant from) throws SQLException {
        close();
        if (files.isEmpty()) {
            return List.of();
        }
        long bytes = files.bytes(query.columnsInOrder());
        boolean isLarge = bytes > sliceBytes;
        if (isLarge || files.merged()) {
            find(files, from);
        }
        if (!isLarge) {
            return List.of(new Slice(from, query.to()));
        }
        List<Instant> starts = starts(Math.max(1, sliceBytes / Math.max(1, bytes / Math.max(1, files.rows()))));
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            slices.add(new Slice(starts.get(i), i + 1 < starts.size() ? starts.get(i + 1) : query.to()));
        }
        return slices;
    }

    private void find(DayFiles files, Instant from) throws SQLException {
        try (PreparedStatement prepared =
                FIND.when(words(files)).prepare(connection, values(files, new Slice(from, query.to())))) {
            stop.run(prepared, prepared::execute);
        }
    }

    private List<Instant> starts(long rowsOfSlice) throws SQLException {
        List<Instant> starts = new ArrayList<>();
        try (PreparedStatement prepared = SLICE.prepare(connection, Map.of("rows", rowsOfSlice));
                ResultSet found = stop.run(prepared, prepared::executeQuery)) {
            while (found.next()) {
                starts.add(time(found.getLong(1)));
            }
        }
        return starts;
    }

    /**
     * Reads one of the slices that {@link #slices} has given for the same files.
     *
     * @param limit how many rows at most
     */
    void open(DayFiles files, Slice slice, long limit) throws SQLException {
        close();
        Map<String, Object> values = values(files, slice);
        values.put("limit", limit);
        Set<String> words = words(files);
        if (query.limit().isPresent()) {
            words.add("limit");
        }
        statement = READ.when(words).prepare(connection, values);
        rows = stop.run(statement, statement::executeQuery);
        hasNext = rows.next();
    }

    private Set<String> words(DayFiles files) {
        Set<String> words = new HashSet<>(query.words());
        words.addAll(files.words());
        return words;
    }

    private Map<String, Object> values(DayFiles files, Slice slice) {
        Map<String, Object> values = new HashMap<>();
        values.put("files", files.names());
        values.put("from", utc(slice.from()));
        values.put("to", utc(slice.to()));
        values.put("tickers", query.tickers());
        values.put("sources", query.sources());
        values.put("models", query.models());
        query.least().ifPresent(least -> values.put("least", least));
        query.most().ifPresent(most -> values.put("most", most));
        return values;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
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
                time(rows.getLong(positions.get(SentimentSchema.TIMESTAMP))),
                text(SentimentSchema.TICKER),
                text(SentimentSchema.ARTICLE_TITLE).orElse(""),
                number(SentimentSchema.SENTIMENT),
                number(SentimentSchema.CONFIDENCE),
                text(SentimentSchema.SOURCE).orElse(""),
                text(SentimentSchema.SOURCE_URL).orElse(""),
                text(SentimentSchema.MODEL).orElse(""),
                text(SentimentSchema.ARTICLE_ID).orElse(""),
                text(SentimentSchema.TEXT),
                instant(SentimentSchema.FETCHED),
                instant(SentimentSchema.PROCESSED),
                text(SentimentSchema.RAW_PAYLOAD));
    }

    private Optional<String> text(String column) throws SQLException {
        Integer position = positions.get(column);
        return position == null ? Optional.empty() : Optional.ofNullable(rows.getString(position));
    }

    private OptionalDouble number(String column) throws SQLException {
        Integer position = positions.get(column);
        if (position == null) {
            return OptionalDouble.empty();
        }
        double number = rows.getDouble(position);
        return rows.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    private Optional<Instant> instant(String column) throws SQLException {
        Integer position = positions.get(column);
        if (position == null) {
            return Optional.empty();
        }
        long micros = rows.getLong(position);
        return rows.wasNull() ? Optional.empty() : Optional.of(time(micros));
    }

    /** The statements give microseconds since 1970, which pass through JDBC whatever the zone of the JVM. */
    private static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
