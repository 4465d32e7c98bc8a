package caravan.lake.bench;

import caravan.lake.LakeQuery;
import caravan.lake.LakeReader;
import caravan.lake.SentimentRow;
import caravan.lake.SqlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads tickers of a day through the lake's own reader and through DuckDB from the file that DuckDB makes of the day. */
final class ReadingBenchmark {

    private static final int ROUNDS = 7;

    private final Path lake;
    private final Path published;
    private final Path copy;
    private final Consumer<LakeBenchmark.Figure> results;

    ReadingBenchmark(Path lake, Path published, Path copy, Consumer<LakeBenchmark.Figure> results) {
        this.lake = lake;
        this.published = published;
        this.copy = copy;
        this.results = results;
    }

    private interface Reading {

        /** @return how many rows it read */
        long read(String ticker) throws SQLException;
    }

    void run() throws IOException, SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                LakeReader reader = new LakeReader(lake)) {
            set(duckdb, "duckdb/bench/set-day.sql", published);
            set(duckdb, "duckdb/bench/set-copy.sql", copy);
            statement.execute(SqlFile.of("duckdb/bench/copy.sql").statement());
            figure(
                    "file of the day",
                    Files.size(published) / 1e6,
                    "MB",
                    (double) Files.size(published) / Files.size(copy));
            for (boolean text : new boolean[] {false, true}) {
                String sql = SqlFile.of(
                                text ? "duckdb/bench/read-ticker.sql" : "duckdb/bench/read-ticker-without-text.sql")
                        .statement();
                double theirs = milliseconds(ticker -> query(duckdb, sql, copy, ticker));
                double same = milliseconds(ticker -> query(duckdb, sql, published, ticker));
                double ours = milliseconds(ticker -> lake(reader, ticker, text));
                String what = text ? "with texts" : "without texts";
                figure("DuckDB, its own file, a ticker's day " + what, theirs, "ms", Double.NaN);
                figure("DuckDB, the lake's file, a ticker's day " + what, same, "ms", same / theirs);
                figure("LakeReader, a ticker's day " + what, ours, "ms", ours / theirs);
            }
        }
    }

    private static void set(Connection duckdb, String statement, Path file) throws SQLException {
        try (PreparedStatement variable =
                duckdb.prepareStatement(SqlFile.of(statement).statement())) {
            variable.setString(1, file.toString());
            variable.execute();
        }
    }

    /** The median over rounds of the time for all tickers, for each of them. */
    private static double milliseconds(Reading reading) throws SQLException {
        double[] times = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int number = 0; number < SampleRows.TICKERS; number++) {
                if (reading.read(SampleRows.ticker(number)) == 0) {
                    throw new IllegalStateException("There is no row of " + SampleRows.ticker(number));
                }
            }
            times[round] = (System.nanoTime() - start) / 1e6 / SampleRows.TICKERS;
        }
        Arrays.sort(times);
        return times[ROUNDS / 2];
    }

    private static long query(Connection duckdb, String sql, Path file, String ticker) throws SQLException {
        try (PreparedStatement statement = duckdb.prepareStatement(sql)) {
            statement.setString(1, file.toString());
            statement.setString(2, ticker);
            long rows = 0;
            try (ResultSet found = statement.executeQuery()) {
                int columns = found.getMetaData().getColumnCount();
                while (found.next()) {
                    for (int column = 1; column <= columns; column++) {
                        found.getObject(column);
                    }
                    rows++;
                }
            }
            return rows;
        }
    }

    private static long lake(LakeReader reader, String ticker, boolean text) {
        LakeQuery query = LakeQuery.between(Instant.MIN, Instant.MAX).ofTicker(ticker);
        try (Stream<SentimentRow> rows = reader.read(text ? query : query.withoutText())) {
            return rows.count();
        }
    }

    private void figure(String name, double value, String unit, double ratio) {
        results.accept(new LakeBenchmark.Figure(name, value, unit, ratio));
    }
}
