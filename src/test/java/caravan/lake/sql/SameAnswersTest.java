package caravan.lake.sql;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.Sql;
import caravan.lake.SentimentSchema;
import caravan.parquet.PartitionedTable;
import caravan.parquet.Row;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same statement gives the same rows on the files of old, on the lake in DuckDB and on the lake in PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameAnswersTest {

    private static final Instant START = Instant.parse("2025-03-30T21:00:00Z");
    private static final List<String> TICKERS = List.of("AAPL", "TSLA", "MSFT", "NVDA", "BRK.B");

    private static final DateTimeFormatter WHOLE_SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);

    private Path directory;

    private LakePostgres postgres;
    private Connection old;
    private Connection duckDb;
    private Connection inPostgres;

    @BeforeAll
    void write(@TempDir Path folder) throws SQLException {
        directory = folder;
        Path lake = directory.resolve("lake");
        try (PartitionedTable table = PartitionedTable.open(lake, SentimentSchema.rows(), SentimentSchema.options())) {
            table.append(
                    IntStream.range(0, 2_000).mapToObj(SameAnswersTest::row).toList(), Map.of());
            table.publishAll(Instant.now());
        }
        postgres = new LakePostgres();
        postgres.show(lake).follow();
        inPostgres = postgres.dataSource().getConnection();
        execute(inPostgres, "set search_path = lake");
        duckDb = DuckDb.open("256MB", directory);
        execute(duckDb, "SET VARIABLE lake = '%s'".formatted(lake));
        execute(duckDb, Sql.named("duckdb/views"));
        old = DuckDb.open("256MB", directory);
        writeOld();
    }

    @AfterAll
    void close() throws SQLException {
        old.close();
        duckDb.close();
        inPostgres.close();
        postgres.close();
    }

    private static Instant time(int number) {
        return number % 4 == 0
                ? START.plusSeconds(number * 97L).plusNanos(number * 1_000L + 1_000)
                : START.plusSeconds(number * 97L);
    }

    private static String ticker(int number) {
        return TICKERS.get(number % TICKERS.size());
    }

    private static Row row(int number) {
        return LakeRows.row(number, time(number), ticker(number));
    }

    /** As the older system wrote them: a file for one ticker, or for all the others; the timestamp is text. */
    private void writeOld() throws SQLException {
        execute(
                old,
                "CREATE TABLE rows (timestamp VARCHAR, ticker VARCHAR, sentiment DOUBLE, confidence DOUBLE,"
                        + " source VARCHAR, model VARCHAR, article_id VARCHAR, article_title VARCHAR)");
        try (PreparedStatement insert = old.prepareStatement("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < 2_000; i++) {
                Map<String, Object> values = LakeRows.values(i, time(i), ticker(i));
                insert.setString(1, pythonIsoFormat(time(i)));
                int parameter = 2;
                for (String column : List.of(
                        "ticker", "sentiment", "confidence", "source", "model", "article_id", "article_title")) {
                    insert.setObject(parameter++, values.get(column));
                }
                insert.execute();
            }
        }
        file("aapl_sentiment", "ticker = 'AAPL'");
        file("tsla_sentiment", "ticker = 'TSLA'");
        file("multi_ticker_sentiment", "true");
    }

    private void file(String name, String which) throws SQLException {
        Path file = directory.resolve(name + ".parquet");
        execute(old, "COPY (SELECT * FROM rows WHERE %s) TO '%s' (FORMAT parquet)".formatted(which, file));
        execute(old, "CREATE VIEW %s AS SELECT * FROM '%s'".formatted(name, file));
    }

    private static String pythonIsoFormat(Instant time) {
        DateTimeFormatter format = time.truncatedTo(ChronoUnit.SECONDS).equals(time) ? WHOLE_SECONDS : MICROSECONDS;
        return format.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM aapl_sentiment",
                "SELECT * FROM tsla_sentiment",
                "SELECT * FROM multi_ticker_sentiment",
                "SELECT timestamp, sentiment, confidence FROM aapl_sentiment ORDER BY timestamp DESC LIMIT 100",
                "SELECT * FROM multi_ticker_sentiment WHERE ticker = 'NVDA' AND timestamp >= '2025-04-01'"
                        + " AND timestamp < '2025-04-01T12:00:00Z'",
                "SELECT ticker, count(*), min(timestamp), max(timestamp) FROM multi_ticker_sentiment GROUP BY ticker",
                "SELECT source, count(*), min(sentiment), max(sentiment) FROM aapl_sentiment GROUP BY source",
                "SELECT substr(timestamp, 1, 10) AS day, count(*) FROM multi_ticker_sentiment GROUP BY 1 ORDER BY 1",
                "SELECT article_title, sentiment FROM aapl_sentiment WHERE sentiment > 0.8 AND model = 'model-a'",
                "SELECT a.timestamp, a.sentiment, m.ticker FROM aapl_sentiment a JOIN multi_ticker_sentiment m"
                        + " ON a.article_id = m.article_id"
            })
    void whatWasAskedOfTheOldFilesIsAnsweredByTheLake(String sql) throws SQLException {
        List<List<Object>> expected = rows(old, sql);
        assertThat(expected).isNotEmpty();
        assertThat(rows(duckDb, sql)).as("DuckDB").containsExactlyInAnyOrderElementsOf(expected);
        assertThat(rows(inPostgres, sql)).as("PostgreSQL").containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"full-texts-by-score", "balanced-training-sample"})
    void theExamplesGiveTheSameRowsOnBoth(String example) throws SQLException {
        String sql = Sql.named("examples/" + example);
        List<List<Object>> expected = rows(duckDb, sql);
        assertThat(expected).hasSizeGreaterThan(100);
        assertThat(rows(inPostgres, sql)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(rows(duckDb, sql)).as("again").containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void theNewestFullTextsComeFirstOnBoth() throws SQLException {
        String sql = Sql.named("examples/full-texts-by-score");
        assertThat(rows(inPostgres, sql)).containsExactlyElementsOf(rows(duckDb, sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM sentiment_data",
                "SELECT * FROM all_sentiment",
                "SELECT ticker, count(*) FROM sentiment_data WHERE year = 2025 AND month = 4 AND day < 3 GROUP BY ticker",
                "SELECT * FROM all_sentiment WHERE timestamp >= '2025-04-01' AND timestamp < '2025-04-01 06:00:00'",
                "SELECT date_trunc('hour', timestamp) AS hour, count(*) FROM all_sentiment GROUP BY 1",
                "SELECT extract(hour FROM timestamp) AS hour, count(*) FROM all_sentiment GROUP BY 1"
            })
    void theViewsMeanTheSameOnBoth(String sql) throws SQLException {
        List<List<Object>> expected = rows(duckDb, sql);
        assertThat(expected).isNotEmpty();
        assertThat(rows(inPostgres, sql)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<List<Object>> rows(Connection connection, String sql) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(comparable(result, i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** The two have other classes for whole numbers and for times of the same moment. */
    private static Object comparable(ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (value instanceof Timestamp) {
            return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
        }
        if (value instanceof Number number && !(value instanceof Double)) {
            return number.longValue();
        }
        return value;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
