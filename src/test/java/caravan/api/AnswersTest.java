package caravan.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.Application;
import caravan.testing.RunningCaravan;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.core.StringRedisTemplate;

/** How answers are given: in pages, in which order, kept, compressed, refused. */
class AnswersTest {

    private static final Application CARAVAN = RunningCaravan.shared();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @BeforeAll
    static void fill() {
        StringRedisTemplate redis =
                (StringRedisTemplate) CARAVAN.assembly().beans().get("redisTemplate");
        for (int i = 1; i <= 5; i++) {
            String ticker = "PAGE" + i;
            redis.opsForValue().set("sentiment:" + ticker, """
                    {"ticker": "%s", "score": 0.%d, "weight": 2.0, "count": %d, "decayed_score": 0.5, "article_title": "%s",
                     "source_url": "https://example.com", "last_updated": "2026-01-0%dT00:00:00Z", "model_counts": {}}""".formatted(ticker, i % 3, i, "title ".repeat(60), i));
            redis.opsForSet().add("tickers", ticker);
        }
    }

    private static HttpResponse<String> get(String path, String... headers) {
        return RunningCaravan.ask("GET", CARAVAN.http().resolve(path), headers);
    }

    private static List<String> tickers(HttpResponse<String> answer) throws IOException {
        return MAPPER.readTree(answer.body()).findValuesAsText("ticker");
    }

    @ParameterizedTest
    @CsvSource({
        "'', PAGE1 PAGE2 PAGE3 PAGE4 PAGE5",
        "-ticker, PAGE5 PAGE4 PAGE3 PAGE2 PAGE1",
        "score, PAGE3 PAGE1 PAGE4 PAGE2 PAGE5",
        "-score, PAGE2 PAGE5 PAGE1 PAGE4 PAGE3",
        "-count, PAGE5 PAGE4 PAGE3 PAGE2 PAGE1",
        "-last_updated, PAGE5 PAGE4 PAGE3 PAGE2 PAGE1",
    })
    void tickersAreSortedAndEqualOnesStandByName(String sort, String order) throws IOException {
        assertThat(tickers(get("/api/tickers?q=page&sort=" + sort))).containsExactly(order.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"change, C B A D", "-change, B C A D"})
    void whatIsNotKnownComesLastInEitherDirection(String sort, String order) throws IOException {
        JsonNode tickers = MAPPER.readTree("""
                [{"ticker": "D"}, {"ticker": "B", "change": 0.5}, {"ticker": "A", "change": null},
                 {"ticker": "C", "change": -0.5}]""");

        assertThat(tickers.valueStream().sorted(TickerApi.order(sort)).map(ticker -> ticker.get("ticker")
                        .asText()))
                .containsExactly(order.split(" "));
    }

    @Test
    void aPageTellsItsNeighboursAndTheWhole() throws IOException {
        HttpResponse<String> page = get("/api/tickers?q=page&limit=2&offset=2");

        assertThat(tickers(page)).containsExactly("PAGE3", "PAGE4");
        assertThat(page.headers().firstValue("X-Total-Count")).hasValue("5");
        assertThat(page.headers().firstValue("Link"))
                .hasValue("</api/tickers?q=page&limit=2&offset=4>; rel=\"next\","
                        + " </api/tickers?q=page&limit=2&offset=0>; rel=\"prev\"");
        assertThat(get("/api/tickers?q=page").headers().firstValue("Link")).isEmpty();
        assertThat(tickers(get("/api/tickers?q=page&limit=2&offset=7"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"sort=colour, sort", "limit=0, limit", "offset=-1, offset", "limit=1&limit=2, limit"})
    void whatIsWrongIsNamed(String parameters, String name) {
        HttpResponse<String> answer = get("/api/tickers?" + parameters);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/tickers?q=%", "/api/articles?q=%zz", "/api/alerts?ticker=a%2"})
    void aQueryThatCannotBeReadIsTheCallersMistake(String path) throws IOException {
        // Java's own client sends no such address.
        try (Socket socket = new Socket(CARAVAN.http().getHost(), CARAVAN.http().getPort())) {
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .formatted(path)
                            .getBytes(UTF_8));

            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("cannot be read");
        }
    }

    @Test
    void anAlertsParameterIsTakenAsItIsWritten() throws IOException {
        assertThat(MAPPER.readTree(get("/api/alerts?ticker=null").body())).isEmpty();
        assertThat(get("/api/alerts?limit=null").statusCode()).isEqualTo(400);
        assertThat(get("/api/alerts?limit=1&limit=2").body()).contains("limit is given 2 times");
    }

    @Test
    void anAnswerThatIsStillRightIsNotSentAgain() {
        HttpResponse<String> first = get("/api/tickers?q=page");
        String tag = first.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = get("/api/tickers?q=page", "If-None-Match", "\"other\", W/" + tag);

        assertThat(tag).matches("\"[\\w-]+\"");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).hasValue(tag);
        assertThat(again.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(get("/api/tickers?q=page1", "If-None-Match", tag).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aLargeAnswerIsCompressedForWhoeverCanReadIt() throws Exception {
        HttpResponse<InputStream> packed = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(CARAVAN.http().resolve("/api/tickers?q=page"))
                                .header("Accept-Encoding", "deflate, gzip;q=0.5")
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        HttpResponse<String> plain = get("/api/tickers?q=page", "Accept-Encoding", "gzip;q=0");

        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        try (InputStream in = new GZIPInputStream(packed.body())) {
            JsonNode unpacked = MAPPER.readTree(in);
            assertThat(unpacked).isEqualTo(MAPPER.readTree(plain.body()));
        }
        assertThat(packed.headers().firstValue("ETag"))
                .as("another form has another tag")
                .isNotEqualTo(plain.headers().firstValue("ETag"));
        assertThat(get("/api/tickers?q=no-such", "Accept-Encoding", "gzip")
                        .headers()
                        .firstValue("Content-Encoding"))
                .as("a short one")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            GET    | /api/nothing                 | -                | 404
            POST   | /api/nothing                 | application/json | 404
            POST   | /api/tickers                 | application/json | 405
            DELETE | /api/tickers/AAPL/history    | -                | 405
            POST   | /api/articles                | text/plain       | 415
            POST   | /api/articles                | application/x-www-form-urlencoded | 415
            POST   | /api/articles                | application/json | 400
            PUT    | /api/sources/nobody/schedule | application/json | 404
            """)
    void everyFailureIsToldAsAProblem(String method, String path, String type, int status) throws IOException {
        String[] headers = type == null ? new String[0] : new String[] {"Content-Type", type};
        String body = status == 400 ? "{\"text\": " : "{\"cron\": null}";

        HttpResponse<String> answer =
                RunningCaravan.send(method, CARAVAN.http().resolve(path), type == null ? "" : body, headers);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(MAPPER.readTree(answer.body()).get("status").asInt()).isEqualTo(status);
        if (status == 405) {
            assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/tickers?q=page&limit=2, 200",
        "/api/tickers?limit=0, 400",
        "/api/tickers/NOBODY, 404",
        "/api/tickers/PAGE1/history?format=csv, 200",
        "/api/sources/nobody/poll, 405",
        "/observe/health/live, 200",
    })
    void whoAsksForTheHeadersAloneGetsThoseOfTheWholeAnswer(String path, int status) {
        HttpResponse<String> whole = get(path);

        HttpResponse<String> head = RunningCaravan.ask("HEAD", CARAVAN.http().resolve(path));

        assertThat(head.statusCode()).isEqualTo(status).isEqualTo(whole.statusCode());
        assertThat(head.body()).isEmpty();
        List.of("Content-Type", "ETag", "X-Total-Count", "Link", "Allow", "X-Content-Type-Options")
                .forEach(name -> assertThat(head.headers().firstValue(name))
                        .as(name)
                        .isEqualTo(whole.headers().firstValue(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page/app.js"})
    void aPageIsThereForWhoAsksForItsHeadersAlone(String path) {
        HttpResponse<String> head = RunningCaravan.ask("HEAD", CARAVAN.http().resolve(path));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void theHeadersOfTheStreamAreAnAnswerThatEnds() {
        HttpResponse<String> head = RunningCaravan.ask("HEAD", CARAVAN.http().resolve("/api/stream?tickers=PAGE1"));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(RunningCaravan.ask("HEAD", CARAVAN.http().resolve("/api/stream?rate=x"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void anAnswerThatIsWantedInNoFormThereIsIsRefused() {
        HttpResponse<String> answer = get("/api/tickers", "Accept", "image/png");

        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void aClientAndAllTogetherHaveSoManyCostlyQueriesAtATime() {
        CostlyQueries queries = new CostlyQueries(1, 2);

        assertThatThrownBy(() -> queries.run("one", () -> queries.run("one", () -> 1)))
                .isInstanceOf(TooManyRequestsException.class)
                .hasMessageContaining("This client");
        assertThatThrownBy(() -> queries.run("one", () -> queries.run("two", () -> queries.run("three", () -> 1))))
                .isInstanceOf(TooManyRequestsException.class)
                .hasMessageContaining("There are 2");
        assertThat(queries.run("one", () -> queries.run("two", () -> 3)))
                .as("what failed has left")
                .isEqualTo(3);
    }
}
