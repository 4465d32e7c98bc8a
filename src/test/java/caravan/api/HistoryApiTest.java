package caravan.api;

import static caravan.api.LakeContents.row;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.parquet.Row;
import caravan.testing.RunningCaravan;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryApiTest {

    private static final Application CARAVAN = RunningCaravan.shared();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MANY = 40_000;
    private static final String ALL_OF_MANY = "/api/tickers/HISTMANY/history?from=2024-05-06&limit=1000000";

    @BeforeAll
    static void fill() {
        LakeContents lake = new LakeContents(CARAVAN);
        List<Row> many = new ArrayList<>();
        Instant start = Instant.parse("2024-05-06T00:00:00Z");
        String title = "t".repeat(400);
        for (int i = 0; i < MANY; i++) {
            many.add(row("many" + i, start.plusSeconds(i * 4L), "HISTMANY", "a", 0.5, title, null));
        }
        lake.add(many);
        Instant nine = Instant.parse("2024-02-05T09:00:00Z");
        lake.add(List.of(
                row("one", nine, "HISTBUCKET", "a", 0.5, "one", "x"),
                row("one", nine, "HISTBUCKET", "b", -0.5, "one", "x", nine.plusSeconds(60)),
                row("two", nine.plusSeconds(600), "HISTBUCKET", "a", 0.1, "two, with \"quotes\"", "x"),
                row("three", nine.plusSeconds(3_600), "HISTBUCKET", "a", null, "three", "x"),
                row("four", nine.plusSeconds(90_000), "HISTBUCKET", "a", 1.0, "four", "x")));
    }

    private static HttpResponse<String> get(String path, String... headers) {
        return RunningCaravan.ask("GET", CARAVAN.http().resolve(path), headers);
    }

    private static JsonNode json(String path) throws IOException {
        return MAPPER.readTree(get(path).body());
    }

    @Test
    void anArticleCountsOnceInABucketByWhatWasFoundLastOfIt() throws IOException {
        JsonNode hours = json("/api/tickers/HISTBUCKET/history?from=2024-02-05&interval=1h");

        assertThat(hours.findValuesAsText("bucket"))
                .containsExactly("2024-02-05T09:00:00Z", "2024-02-05T10:00:00Z", "2024-02-06T10:00:00Z");
        JsonNode first = hours.get(0);
        assertThat(first.get("count").asInt()).isEqualTo(2);
        assertThat(first.get("sentiment").asDouble()).isEqualTo(-0.2, within(1e-9));
        assertThat(first.get("min").asDouble()).isEqualTo(-0.5);
        assertThat(first.get("max").asDouble()).isEqualTo(0.1);
        assertThat(first.get("last").asDouble()).isEqualTo(0.1);
        assertThat(hours.get(1).get("count").asInt()).isEqualTo(1);
        assertThat(hours.get(1).get("sentiment").isNull()).isTrue();
    }

    @Test
    void aModelsBucketsAreMadeOfItsOwnScores() throws IOException {
        JsonNode hours = json("/api/tickers/HISTBUCKET/history?from=2024-02-05&interval=PT1H&model=a");

        assertThat(hours.get(0).get("sentiment").asDouble()).isEqualTo(0.3, within(1e-9));
    }

    /** 5 February 2024 is a Monday. */
    @ParameterizedTest
    @CsvSource({"7d, 1, 2024-02-05T00:00:00Z", "1d, 2, 2024-02-05T00:00:00Z", "5m, 4, 2024-02-05T09:00:00Z"})
    void bucketsBeginWhereTheirSpanDoesInUtc(String interval, int buckets, String first) throws IOException {
        JsonNode found = json("/api/tickers/HISTBUCKET/history?from=2024-02-05&interval=" + interval);

        assertThat(found).hasSize(buckets);
        assertThat(found.get(0).get("bucket").asText()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"59s", "32d", "0m", "often", "PT1M0.5S", "-5m", "99999999999d"})
    void aSpanThatIsNoneIsNamed(String interval) {
        HttpResponse<String> answer = get("/api/tickers/HISTBUCKET/history?interval=" + interval);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("interval is '" + interval, "1m to 31d");
    }

    @Test
    void everyFormHasTheSameRows(@TempDir Path folder) throws Exception {
        String path = "/api/tickers/HISTBUCKET/history?from=2024-02-05&format=";
        JsonNode rows = json(path + "json");
        List<String> lines = get(path + "csv").body().lines().toList();
        Path file = folder.resolve("rows.parquet");
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(CARAVAN.http().resolve(path + "parquet"))
                                .build(),
                        HttpResponse.BodyHandlers.ofFile(file));

        assertThat(rows).hasSize(5);
        assertThat(rows.get(0).has("text")).isFalse();
        assertThat(lines.get(0)).startsWith("timestamp,ticker,article_title,sentiment,");
        assertThat(lines).hasSize(6).anySatisfy(line -> assertThat(line).contains("\"two, with \"\"quotes\"\"\""));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT count(*), string_agg(article_id, ' ' ORDER BY \"timestamp\", model) FROM '" + file
                                + "'")) {
            found.next();
            assertThat(found.getInt(1)).isEqualTo(5);
            assertThat(found.getString(2)).isEqualTo("one one two three four");
        }
    }

    @Test
    void noRowsAreStillAnAnswerInEveryForm() {
        String path = "/api/tickers/HISTNONE/history?from=2024-02-05&format=";

        assertThat(get(path + "json").body().strip()).isEqualTo("[]");
        assertThat(get(path + "csv").body().lines()).hasSize(1);
        assertThat(get(path + "parquet").body()).startsWith("PAR1").endsWith("PAR1");
        assertThat(get(path + "csv&interval=1h").body()).isEqualTo("bucket,count,sentiment,confidence,min,max,last\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */*                                  | application/json
            text/csv                             | text/csv
            text/*                               | text/csv
            application/json;q=0.2, text/csv     | text/csv
            application/vnd.apache.parquet, */*;q=0.1 | application/vnd.apache.parquet
            """)
    void theFormIsTheOneThatIsLikedBest(String accept, String type) {
        HttpResponse<String> answer = get("/api/tickers/HISTBUCKET/history?from=2024-02-05", "Accept", accept);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(type);
    }

    @Test
    void aFormThatThereIsNotIsRefused() {
        HttpResponse<String> answer = get("/api/tickers/HISTBUCKET/history", "Accept", "image/png");

        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void manyRowsComeWholeAndCompressed() throws Exception {
        HttpResponse<InputStream> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(CARAVAN.http().resolve(ALL_OF_MANY + "&format=csv"))
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());

        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (InputStream in = new GZIPInputStream(answer.body())) {
            String rows = new String(in.readAllBytes(), US_ASCII);
            assertThat(rows.lines().count()).isEqualTo(MANY + 1);
        }
    }

    /**
     * Four answers are begun and not read: their queries stand, with what fits into the buffers of the connection and no
     * more in memory, so that a fifth is one too many. When their clients go, so do they.
     */
    @Test
    void anAnswerIsMadeAsFastAsItIsReadAndEndsWithItsClient() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                clients.add(begin());
            }
            HttpResponse<String> another = get(ALL_OF_MANY);
            assertThat(another.statusCode()).isEqualTo(429);
            assertThat(another.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(another.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        get("/api/tickers/HISTBUCKET/history?from=2024-02-05").statusCode())
                .isEqualTo(200));
    }

    private static Socket begin() throws IOException {
        URI server = CARAVAN.http();
        Socket client = new Socket();
        client.setReceiveBufferSize(16 << 10);
        client.setSoTimeout(20_000);
        client.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        client.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .formatted(ALL_OF_MANY)
                        .getBytes(US_ASCII));
        byte[] first = client.getInputStream().readNBytes(2_000);
        assertThat(new String(first, US_ASCII)).contains("200 OK", "\"article_id\":\"many0\"");
        return client;
    }
}
