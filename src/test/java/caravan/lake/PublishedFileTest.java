package caravan.lake;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.parquet.PartitionedTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees of a published day who has DuckDB and not Caravan. */
class PublishedFileTest {

    private static final Instant MORNING = Instant.parse("2025-04-25T08:00:00.123456Z");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void publish() {
        try (PartitionedTable lake =
                PartitionedTable.open(directory, SentimentSchema.rows(), SentimentSchema.options())) {
            lake.append(SentimentRows.of(Articles.article(1, MORNING, "AAPL", "MSFT")), Map.of("topic-0", "0-0"));
            lake.append(SentimentRows.of(Articles.article(2, MORNING, "AAPL")), Map.of("topic-0", "1-1"));
            lake.publishDue(Instant.now());
        }
        file = directory.resolve("year=2025/month=04/day=25/sentiment.parquet");
    }

    @Test
    void itsSchemaIsTheContractToTheLetter() throws SQLException {
        assertThat(query("SELECT name, type, logical_type, repetition_type FROM parquet_schema('%s') OFFSET 1"
                        .formatted(file)))
                .containsExactly(
                        timestamp("timestamp"),
                        text("ticker"),
                        text("article_title"),
                        List.of("sentiment", "DOUBLE", "null", "OPTIONAL"),
                        List.of("confidence", "DOUBLE", "null", "OPTIONAL"),
                        text("source"),
                        text("source_url"),
                        text("model"),
                        text("article_id"),
                        text("text"),
                        timestamp("fetch_timestamp_utc"),
                        timestamp("processing_timestamp_utc"),
                        text("raw_source_payload_json"));
    }

    @Test
    void itIsZstdAndHasNoStatisticsOnTheLargeColumns() throws SQLException {
        assertThat(query("SELECT DISTINCT compression FROM parquet_metadata('%s')".formatted(file)))
                .containsExactly(List.of("ZSTD"));
        assertThat(query(
                        "SELECT path_in_schema FROM parquet_metadata('%s') WHERE stats_min_value IS NULL AND stats_max_value IS NULL"
                                .formatted(file)))
                .containsExactlyInAnyOrder(List.of("text"), List.of("raw_source_payload_json"));
    }

    @Test
    void itsFooterSaysWhereTheRowsCameFrom() throws SQLException {
        assertThat(query(("SELECT decode(value) FROM parquet_kv_metadata('%s')"
                                + " WHERE decode(key) = 'provenance.topic-0'")
                        .formatted(file)))
                .containsExactly(List.of("0-1"));
    }

    @Test
    void theViewsShowTheLake() throws SQLException, IOException {
        String views = Files.readString(Path.of("sql/duckdb/views.sql"));
        String setup = "SET TimeZone = 'UTC'; SET VARIABLE lake = '%s'; %s".formatted(directory, views);
        assertThat(
                        query(
                                setup,
                                "SELECT timestamp::VARCHAR, ticker, year, month, day FROM sentiment_data WHERE month = 4 ORDER BY article_title, ticker"))
                .containsExactly(
                        List.of("2025-04-25 08:00:00.123456+00", "AAPL", "2025", "4", "25"),
                        List.of("2025-04-25 08:00:00.123456+00", "MSFT", "2025", "4", "25"),
                        List.of("2025-04-25 08:00:00.123456+00", "AAPL", "2025", "4", "25"));
        assertThat(query(setup, "SELECT count(*) FROM (DESCRIBE all_sentiment)"))
                .containsExactly(List.of("12"));
    }

    private static List<String> timestamp(String name) {
        return List.of(
                name,
                "INT64",
                "TimestampType(isAdjustedToUTC=1, unit=TimeUnit(MILLIS=<null>, MICROS=MicroSeconds(), NANOS=<null>))",
                "OPTIONAL");
    }

    private static List<String> text(String name) {
        return List.of(name, "BYTE_ARRAY", "StringType()", "OPTIONAL");
    }

    private static List<List<String>> query(String sql) throws SQLException {
        return query("SELECT 1", sql);
    }

    private static List<List<String>> query(String setup, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(setup);
            List<List<String>> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                        row.add(String.valueOf(result.getString(column)));
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }
}
