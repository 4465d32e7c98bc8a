package caravan.lake;

import caravan.UnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Counts articles by spans of time, day after day, on one connection. Used once. */
final class DayBuckets {

    private static final SqlFile START = SqlFile.of("duckdb/buckets-start.sql");
    private static final SqlFile ADD = SqlFile.of("duckdb/buckets-add-day.sql");
    private static final SqlFile READ = SqlFile.of("duckdb/buckets.sql");

    private final LakeFiles lake;
    private final Connection connection;
    private final QueryStop stop;

    DayBuckets(LakeFiles lake, Connection connection, QueryStop stop) {
        this.lake = lake;
        this.connection = connection;
        this.stop = stop;
    }

    List<Bucket> of(LakeQuery query, Duration span) {
        try {
            START.execute(connection, Map.of());
            for (LocalDate day : lake.days(query.from(), query.to())) {
                lake.read(day, files -> add(files, query, span));
            }
            return buckets(query.limit().orElse(Long.MAX_VALUE));
        } catch (SQLException e) {
            throw new UnavailableException("DuckDB cannot count articles: " + e.getMessage(), e);
        }
    }

    private void add(DayFiles files, LakeQuery query, Duration span) throws SQLException {
        if (files.isEmpty()) {
            return;
        }
        Map<String, Object> values = new HashMap<>();
        values.put("files", files.names());
        values.put("seconds", span.toSeconds());
        values.put("from", query.from().atOffset(ZoneOffset.UTC));
        values.put("to", query.to().atOffset(ZoneOffset.UTC));
        values.put("tickers", query.tickers());
        values.put("sources", query.sources());
        values.put("models", query.models());
        Set<String> words = new HashSet<>(query.words());
        words.addAll(files.words());
        try (PreparedStatement prepared = ADD.when(words).prepare(connection, values)) {
            stop.run(prepared, prepared::execute);
        }
    }

    private List<Bucket> buckets(long limit) throws SQLException {
        List<Bucket> buckets = new ArrayList<>();
        try (PreparedStatement prepared = READ.prepare(connection, Map.of("limit", limit));
                ResultSet rows = stop.run(prepared, prepared::executeQuery)) {
            while (rows.next()) {
                buckets.add(new Bucket(
                        Instant.EPOCH.plus(rows.getLong("bucket"), ChronoUnit.MICROS),
                        rows.getLong("articles"),
                        number(rows, "sentiment"),
                        number(rows, "confidence"),
                        number(rows, "least"),
                        number(rows, "most"),
                        number(rows, "last")));
            }
        }
        return buckets;
    }

    private static OptionalDouble number(ResultSet row, String column) throws SQLException {
        double number = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
