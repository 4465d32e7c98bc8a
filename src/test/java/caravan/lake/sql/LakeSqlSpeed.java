package caravan.lake.sql;

import caravan.Sql;
import caravan.lake.SentimentSchema;
import caravan.parquet.PartitionedTable;
import caravan.parquet.Row;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Not run with the others: {@code mvn test -Dtest=LakeSqlSpeed} prints what the queries of old take on the files of old
 * and on the lake, and what loading into PostgreSQL takes. {@code -Ddays=60 -DrowsADay=1000} say how much of it.
 */
class LakeSqlSpeed {

    private static final int DAYS = Integer.getInteger("days", 60);
    private static final int ROWS_A_DAY = Integer.getInteger("rowsADay", 1000);
    private static final int TEXT = 2_500;
    private static final int ROUNDS = 15;
    private static final Instant START = Instant.parse("2025-03-01T00:00:00Z");

    private static final Map<String, String> OLD_QUERIES = Map.of(
            "one ticker, all",
            "SELECT * FROM aapl_sentiment",
            "one ticker, newest 100",
            "SELECT * FROM aapl_sentiment ORDER BY timestamp DESC LIMIT 100",
            "one ticker, mean by source",
            "SELECT source, avg(sentiment), count(*) FROM aapl_sentiment GROUP BY source",
            "one ticker, a week",
            "SELECT * FROM aapl_sentiment WHERE timestamp >= '2025-04-10' AND timestamp < '2025-04-17'",
            "all tickers, mean by ticker",
            "SELECT ticker, avg(sentiment), count(*) FROM multi_ticker_sentiment GROUP BY ticker",
            "all tickers, the strongest",
            "SELECT * FROM multi_ticker_sentiment WHERE sentiment > 0.95 ORDER BY timestamp DESC LIMIT 1000");

    @TempDir
    private Path directory;

    private final Random random = new Random(1);
    private final String[] words = words();

    @Test
    void ofTheQueriesOfOldAndOfLoading() throws SQLException {
        Path lake = directory.resolve("lake");
        try (PartitionedTable table = PartitionedTable.open(lake, SentimentSchema.rows(), SentimentSchema.options());
                LakePostgres postgres = new LakePostgres()) {
            for (int day = 0; day < DAYS; day++) {
                table.append(rows(day), Map.of());
            }
            table.publishAll(Instant.now());
            LakeDatabase shown = postgres.show(lake);
            long start = System.nanoTime();
            shown.follow();
            double seconds = seconds(start);
            System.out.printf(
                    "loaded %d days, %,d rows, at %,.0f rows/s%n",
                    DAYS, DAYS * ROWS_A_DAY, DAYS * ROWS_A_DAY / seconds);
            republish(table, shown);
            start = System.nanoTime();
            postgres.client().sql("select lake.refresh()").query().singleRow();
            System.out.printf("all_sentiment_mv made anew in %.1f s%n", seconds(start));
            postgres.client().sql("vacuum analyze").update();
            compare(lake, postgres);
        }
    }

    private void republish(PartitionedTable table, LakeDatabase shown) {
        for (int i = 0; i < 3; i++) {
            table.append(rows(0).subList(0, Math.min(100, ROWS_A_DAY)), Map.of());
            long start = System.nanoTime();
            table.publishAll(Instant.now());
            double publishing = seconds(start);
            start = System.nanoTime();
            shown.follow();
            System.out.printf(
                    "a day published again with 100 rows more (%.2f s) was loaded in %.2f s%n",
                    publishing, seconds(start));
        }
    }

    private void compare(Path lake, LakePostgres postgres) throws SQLException {
        try (Connection old = DuckDb.open("1GB", directory);
                Connection inLake = DuckDb.open("1GB", directory);
                Connection inPostgres = postgres.dataSource().getConnection()) {
            execute(inPostgres, "set search_path = lake");
            execute(inLake, "SET VARIABLE lake = '%s'".formatted(lake));
            execute(inLake, Sql.named("duckdb/views"));
            for (String name : List.of("aapl_sentiment", "multi_ticker_sentiment")) {
                Path file = directory.resolve(name + ".parquet");
                execute(inLake, "COPY (SELECT * FROM %s ORDER BY timestamp) TO '%s'".formatted(name, file));
                execute(old, "CREATE VIEW %s AS SELECT * FROM '%s'".formatted(name, file));
            }
            System.out.printf(
                    "%-28s %10s %16s %8s %16s %8s%n",
                    "ms, median of " + ROUNDS, "old files", "lake, DuckDB", "ratio", "lake, PostgreSQL", "ratio");
            for (Map.Entry<String, String> query : OLD_QUERIES.entrySet()) {
                List<Double> onFiles = new ArrayList<>();
                List<Double> onLake = new ArrayList<>();
                List<Double> onPostgres = new ArrayList<>();
                // In turn, so that whatever else this machine does strikes all alike.
                for (int i = 0; i < ROUNDS; i++) {
                    onFiles.add(millis(old, query.getValue()));
                    onLake.add(millis(inLake, query.getValue()));
                    onPostgres.add(millis(inPostgres, query.getValue()));
                }
                System.out.printf(
                        Locale.ROOT,
                        "%-28s %10.1f %16.1f %8.2f %16.1f %8.2f%n",
                        query.getKey(),
                        median(onFiles),
                        median(onLake),
                        median(onLake) / median(onFiles),
                        median(onPostgres),
                        median(onPostgres) / median(onFiles));
            }
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static double millis(Connection connection, String sql) throws SQLException {
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                rows.getObject(1);
            }
        }
        return seconds(start) * 1_000;
    }

    private static double seconds(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toNanos() / 1e9;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<Row> rows(int day) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS_A_DAY; i++) {
            Instant time = START.plus(Duration.ofDays(day)).plusMillis(i * 86_000_000L / ROWS_A_DAY);
            Map<String, Object> values = new HashMap<>(LakeRows.values(i, time, i % 20 == 0 ? "AAPL" : "T" + i % 20));
            values.put(SentimentSchema.ARTICLE_ID, new UUID(random.nextLong(), random.nextLong()).toString());
            values.put(SentimentSchema.SENTIMENT, random.nextDouble() * 2 - 1);
            values.put(SentimentSchema.TEXT, text());
            rows.add(Row.of(SentimentSchema.rows(), values));
        }
        return rows;
    }

    private String text() {
        StringBuilder text = new StringBuilder(TEXT + 20);
        while (text.length() < TEXT) {
            text.append(words[random.nextInt(words.length)]).append(' ');
        }
        return text.toString();
    }

    private String[] words() {
        String[] made = new String[4_000];
        for (int i = 0; i < made.length; i++) {
            made[i] = random.ints(2 + random.nextInt(8), 'a', 'z' + 1)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
        return made;
    }
}
