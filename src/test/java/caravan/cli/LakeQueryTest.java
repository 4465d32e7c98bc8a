package caravan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Caravan;
import caravan.article.AnalysedArticle;
import caravan.article.ArticleJson;
import caravan.lake.SentimentRows;
import caravan.lake.SentimentSchema;
import caravan.parquet.PartitionedTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LakeQueryTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void publish() {
        AnalysedArticle article = ArticleJson.readAnalysed("""
                {"event_id":"e","timestamp":"2026-01-05T12:00:00Z","text":"The whole text\\nand more","source":"s",
                 "tickers":["AAPL","MSFT"],"sentiment":0.5,"confidence":0.5,"model":"lexicon",
                 "processing_timestamp_utc":"2026-01-05T12:00:01Z"}""".getBytes(UTF_8));
        try (PartitionedTable table =
                PartitionedTable.open(folder.resolve("lake"), SentimentSchema.rows(), SentimentSchema.options())) {
            table.append(SentimentRows.of(article), Map.of());
            table.publishAll(Instant.now());
        }
    }

    private int query(String... arguments) {
        return Caravan.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Stream.concat(Stream.of("lake", "query", "--set", "caravan.data=" + folder), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    @Test
    void aTableIsForPeople() {
        assertThat(query("SELECT ticker, sentiment, timestamp, text FROM all_sentiment ORDER BY ticker"))
                .isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "ticker  sentiment  timestamp             text",
                        "AAPL          0.5  2026-01-05T12:00:00Z  The whole text and more",
                        "MSFT          0.5  2026-01-05T12:00:00Z  The whole text and more");
    }

    @Test
    void jsonLinesAreForPrograms() {
        assertThat(query(
                        "--json",
                        "SELECT timestamp, ticker, sentiment, year, text, NULL AS nothing, [1, 2] AS list,"
                                + " {'a': true} AS thing, 1.50 AS price, 1 AS price FROM sentiment_data"
                                + " WHERE ticker = 'AAPL' AND year = 2026"))
                .isZero();
        assertThat(out.toString().lines())
                .containsExactly("{\"timestamp\":\"2026-01-05T12:00:00Z\",\"ticker\":\"AAPL\",\"sentiment\":0.5,"
                        + "\"year\":2026,\"text\":\"The whole text\\nand more\",\"nothing\":null,\"list\":[1,2],"
                        + "\"thing\":{\"a\":true},\"price\":1.50,\"price_2\":1}");
    }

    @Test
    void aStatementMayStandInAFile() throws IOException {
        Path file = Files.writeString(
                folder.resolve("count.sql"), "-- how many\nSELECT count(*) AS n FROM aapl_sentiment;\n");
        assertThat(query("--json", "--file", file.toString())).isZero();
        assertThat(out.toString().strip()).isEqualTo("{\"n\":1}");
        assertThat(query("--file", folder.resolve("none.sql").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("none.sql");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXPLAIN SELECT * FROM all_sentiment",
                "DESCRIBE all_sentiment",
                "SUMMARIZE all_sentiment",
                "FROM all_sentiment LIMIT 1",
                "WITH a AS (SELECT 1) SELECT * FROM a -- done"
            })
    void whatOnlyReadsIsAnswered(String sql) {
        assertThat(query(sql)).as(err.toString()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY (SELECT 1) TO '{lake}/year=2026/month=01/day=05/sentiment.parquet'",
                "EXPLAIN ANALYZE COPY (SELECT 1) TO '{lake}/stolen.csv'",
                "CREATE TABLE t AS SELECT 1",
                "SET memory_limit = '100GB'",
                "SELECT 1; COPY (SELECT 1) TO '{lake}/stolen.csv'",
                "ATTACH '{lake}/new.db'",
                "INSTALL httpfs",
                ""
            })
    void whatWritesIsRefused(String sql) throws IOException {
        List<Path> before = files();
        assertThat(query(sql.replace("{lake}", folder.resolve("lake").toString())))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("caravan: Give one statement that selects: the lake is only read");
        assertThat(files()).isEqualTo(before);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("lake"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM read_text('/etc/hostname')",
                "SELECT * FROM '/etc/passwd'",
                "SELECT * FROM glob('/*')",
                "SELEC 1",
                "SELECT nope FROM all_sentiment",
                "SELECT * FROM nowhere",
                "SELECT 1 / 'x'"
            })
    void whatCannotBeAnsweredIsOneClearLine(String sql) {
        assertThat(query(sql)).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("caravan: The statement ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anEmptyLakeIsSaidToBeEmpty() {
        assertThat(query("SELECT 1", "--set", "caravan.lake=" + folder.resolve("none")))
                .isEqualTo(1);
        assertThat(err.toString()).contains("none has no published day");
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        Set<Path> before = leftBehind();
        query("SELECT count(*) FROM all_sentiment");
        query("SELEC");
        await("those of other processes come and go meanwhile")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(leftBehind()).isSubsetOf(before));
        assertThat(folder.resolve("duckdb")).doesNotExist();
    }

    private static Set<Path> leftBehind() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("caravan-lake-"))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void aStatementOrAFileMustBeGiven() {
        assertThat(query()).isEqualTo(2);
        assertThat(query("SELECT 1", "--file", "x.sql")).isEqualTo(2);
    }
}
