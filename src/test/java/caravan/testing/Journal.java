package caravan.testing;

import static org.awaitility.Awaitility.await;

import caravan.DataFolder;
import caravan.RedisClient;
import caravan.ServiceAddresses;
import caravan.article.ArticleId;
import caravan.lake.LakeQuery;
import caravan.lake.LakeReader;
import caravan.lake.SentimentRow;
import caravan.live.TickerBoard;
import caravan.live.TickerStanding;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a running Caravan has delivered so far, looked at from outside: lake, Redis and PostgreSQL. */
public final class Journal implements AutoCloseable {

    private static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");
    private static final String NO_TICKER = "-";

    private final Path lake;
    private final LakeReader reader;
    private final RedisClient redis;
    private final ServiceAddresses addresses;

    private Journal(Path lake, ServiceAddresses addresses) {
        this.lake = lake;
        this.addresses = addresses;
        this.reader = new LakeReader(lake);
        this.redis = RedisClient.connect(addresses.redisUrl());
    }

    /** Of the Caravan that runs on {@code data} with its lake inside. */
    public static Journal of(Path data) {
        return new Journal(data.resolve("lake"), DataFolder.running(data).orElseThrow());
    }

    /** Of any Caravan whose lake and services are known. */
    public static Journal of(Path lake, ServiceAddresses addresses) {
        return new Journal(lake, addresses);
    }

    public Set<ArticleId> articlesInLake() {
        try (Stream<SentimentRow> rows = rowsWithoutText()) {
            return rows.map(row -> ArticleId.parse(row.articleId())).collect(Collectors.toSet());
        }
    }

    /** How many rows the lake has of each ticker, published or not; {@value #NO_TICKER} for those without. */
    public Map<String, Long> rowsByTicker() {
        try (Stream<SentimentRow> rows = rowsWithoutText()) {
            return rows.collect(
                    Collectors.groupingBy(row -> row.ticker().orElse(NO_TICKER), TreeMap::new, Collectors.counting()));
        }
    }

    /** The same without those that have no ticker. */
    public Map<String, Long> rowsWithTicker() {
        Map<String, Long> rows = rowsByTicker();
        rows.remove(NO_TICKER);
        return rows;
    }

    /** How many rows the published files have of each ticker; a row that is there twice counts twice. */
    public Map<String, Long> publishedRows() {
        return new TreeMap<>(published("coalesce(ticker, '%s')".formatted(NO_TICKER)));
    }

    /** How many rows the published files have of each article; a row that is there twice counts twice. */
    public Map<ArticleId, Long> publishedArticles() {
        Map<ArticleId, Long> rows = new HashMap<>();
        published("article_id").forEach((article, count) -> rows.put(ArticleId.parse(article), count));
        return rows;
    }

    /**
     * DuckDB plans by a file's footer and opens its path again to read it. Where another generation was published between
     * the two, it fails and is asked again, as docs/query-the-lake.md says.
     */
    private Map<String, Long> published(String key) {
        return await("the published files can be read")
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> publishedNow(key), counts -> true);
    }

    private Map<String, Long> publishedNow(String key) throws SQLException {
        Map<String, Long> rows = new HashMap<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(
                        "select %s, count(*) from read_parquet('%s/year=*/month=*/day=*/sentiment.parquet') group by 1"
                                .formatted(key, lake))) {
            while (result.next()) {
                rows.put(result.getString(1), result.getLong(2));
            }
        }
        return rows;
    }

    /** How many rows of the lake PostgreSQL shows of each ticker; a row that is there twice counts twice. */
    public Map<String, Long> rowsInPostgres() throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        try (Connection postgres = DriverManager.getConnection(addresses.postgresUrl());
                Statement statement = postgres.createStatement();
                ResultSet result = statement.executeQuery(
                        "select coalesce(ticker, '%s'), count(*) from lake.all_sentiment group by 1"
                                .formatted(NO_TICKER))) {
            while (result.next()) {
                rows.put(result.getString(1), result.getLong(2));
            }
        }
        return rows;
    }

    /** How many articles have counted for each ticker. */
    public Map<String, Long> countsInRedis() {
        return new TickerBoard(redis.template(), Clock.systemUTC())
                .all().stream()
                        .collect(Collectors.toMap(
                                TickerStanding::ticker, TickerStanding::count, Long::sum, TreeMap::new));
    }

    /** How many dead letters PostgreSQL lists. */
    public long deadLetters() {
        return query("select count(*) from caravan.dead_letter", Long::parseLong);
    }

    /** The first column of a query's first row in PostgreSQL. */
    public <T> T query(String sql, Function<String, T> reading) {
        try (Connection postgres = DriverManager.getConnection(addresses.postgresUrl());
                Statement statement = postgres.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return reading.apply(result.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of a query's rows in PostgreSQL. */
    public List<String> list(String sql) {
        try (Connection postgres = DriverManager.getConnection(addresses.postgresUrl());
                Statement statement = postgres.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (result.next()) {
                values.add(result.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Every row, with its text. */
    public List<SentimentRow> rows() {
        try (Stream<SentimentRow> rows = reader.read(LakeQuery.between(BEGINNING, END))) {
            return rows.toList();
        }
    }

    /** One ticker's rows, with their texts. */
    public List<SentimentRow> rows(String ticker) {
        try (Stream<SentimentRow> rows =
                reader.read(LakeQuery.between(BEGINNING, END).ofTicker(ticker))) {
            return rows.toList();
        }
    }

    private Stream<SentimentRow> rowsWithoutText() {
        return reader.read(LakeQuery.between(BEGINNING, END).withoutText());
    }

    @Override
    public void close() {
        reader.close();
        redis.close();
    }
}
