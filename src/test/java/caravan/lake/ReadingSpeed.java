package caravan.lake;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Not run with the others: {@code mvn test -Dtest=ReadingSpeed} prints what reading one ticker's day takes, beside what
 * DuckDB takes for the same rows of a file it has written itself.
 */
class ReadingSpeed {

    private static final int ROWS = 200_000;
    private static final int ROUNDS = 40;

    @TempDir
    Path directory;

    @Test
    void oneTickersDay() throws SQLException {
        Path lake = directory.resolve("lake");
        new LargeLake(2_500).fill(lake, ROWS, Duration.ofMillis(400));
        Path published = lake.resolve("year=2025/month=04/day=25/sentiment.parquet");
        Path copy = directory.resolve("copy.parquet");
        LakeQuery query = LakeQuery.between(LargeLake.START, LargeLake.START.plus(Duration.ofDays(1)))
                .ofTicker("T7");
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                LakeReader reader = new LakeReader(lake)) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute(
                    "COPY (FROM read_parquet('%s') ORDER BY timestamp) TO '%s' (FORMAT parquet, COMPRESSION zstd)"
                            .formatted(published, copy));
            String columns = "epoch_us(timestamp), ticker, article_title, sentiment, confidence, source, source_url,"
                    + " model, article_id, epoch_us(fetch_timestamp_utc), epoch_us(processing_timestamp_utc)";
            for (int i = 0; i < 3; i++) {
                compare(
                        "without text",
                        () -> ask(duckDb, columns, copy),
                        () -> ask(duckDb, columns, published),
                        () -> count(reader, query.withoutText()));
            }
            compare(
                    "with text",
                    () -> ask(duckDb, columns + ", text, raw_source_payload_json", copy),
                    () -> ask(duckDb, columns + ", text, raw_source_payload_json", published),
                    () -> count(reader, query));
        }
    }

    private static void compare(String what, LongSupplier ofCopy, LongSupplier ofPublished, LongSupplier byReader) {
        double copy = median(ofCopy);
        double published = median(ofPublished);
        double reader = median(byReader);
        System.out.printf(
                "%s: DuckDB of its own file %.1f ms, of the published one %.1f ms; LakeReader %.1f ms, %.2f times%n",
                what, copy, published, reader, reader / copy);
    }

    private static double median(LongSupplier reading) {
        double[] millis = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            long rows = reading.getAsLong();
            millis[i] = (System.nanoTime() - start) / 1e6;
            if (rows != ROWS / 20) {
                throw new IllegalStateException("There were " + rows);
            }
        }
        Arrays.sort(millis);
        return millis[ROUNDS / 2];
    }

    private static long count(LakeReader reader, LakeQuery query) {
        try (Stream<SentimentRow> rows = reader.read(query)) {
            return rows.mapToLong(row -> row.timestamp().equals(Instant.MAX) ? 0 : 1)
                    .sum();
        }
    }

    private static long ask(Connection connection, String columns, Path file) {
        try (PreparedStatement prepared = connection.prepareStatement(
                "SELECT %s FROM read_parquet('%s') WHERE ticker = ? ORDER BY timestamp".formatted(columns, file))) {
            prepared.setString(1, "T7");
            long rows = 0;
            try (ResultSet result = prepared.executeQuery()) {
                int width = result.getMetaData().getColumnCount();
                while (result.next()) {
                    for (int column = 1; column <= width; column++) {
                        if (result.getObject(column) != null && column == 1) {
                            rows++;
                        }
                    }
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
