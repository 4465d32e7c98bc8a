package caravan.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.testing.RunningCaravan;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {

    private static final Application CARAVAN = RunningCaravan.shared();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static HttpResponse<String> get(String path) {
        return RunningCaravan.ask("GET", CARAVAN.http().resolve(path));
    }

    private static JsonNode json(String path) {
        try {
            return MAPPER.readTree(get(path).body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(path, e);
        }
    }

    @Test
    void anArticleIsSeenInScoresAndHistory() {
        Instant published = Instant.now().minusSeconds(3_600);
        CARAVAN.context()
                .createProducerTemplate()
                .sendBodyAndHeaders(
                        "kafka:stdpri-events",
                        """
                        {"event_id":"api","timestamp":"%s","text":"Profit rises sharply.","source":"api","tickers":["APITEST"],
                         "article_title":"A title","source_url":"https://example.com/api"}""".formatted(published).getBytes(UTF_8),
                        Map.of(KafkaConstants.KEY, "api"));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        json("/api/tickers/apitest").path("count").asInt())
                .isEqualTo(1));
        assertThat(json("/api/tickers/APITEST").get("score").asDouble()).isPositive();
        assertThat(json("/api/tickers").findValuesAsText("ticker")).contains("APITEST");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(json("/api/tickers/APITEST/history"))
                .hasSize(1));
        JsonNode row = json("/api/tickers/apitest/history?text=true").get(0);
        assertThat(row.get("text").asText()).isEqualTo("Profit rises sharply.");
        assertThat(json("/api/tickers/APITEST/history").get(0).has("text")).isFalse();
        assertThat(json("/api/tickers/APITEST/history?from=" + published.plusSeconds(1)))
                .isEmpty();
        assertThat(json("/api/tickers/APITEST/history?to=" + published.minusSeconds(1) + "&from=2020-01-01"))
                .isEmpty();
    }

    @Test
    void aTrainingSetIsStreamedAndLeavesNothingBehind() {
        CARAVAN.context()
                .createProducerTemplate()
                .sendBodyAndHeaders("kafka:stdpri-events", """
                        {"event_id":"training","timestamp":"2025-01-02T08:00:00Z","text":"Profit rises sharply.","source":"training",
                         "tickers":["APITRAIN"],"article_title":"A title"}""".getBytes(UTF_8), Map.of(KafkaConstants.KEY, "training"));
        String asked = "/api/training?ticker=apitrain&min-length=1&per-class=10";
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(get(asked).body()).isNotEmpty());
        HttpResponse<String> answer = get(asked);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/jsonl");
        assertThat(answer.body().lines()).hasSize(1);
        assertThat(answer.body()).contains("Profit rises sharply.", "\"label\":");
        assertThat(get(asked).body()).isEqualTo(answer.body());
        assertThat(get(asked + "&format=csv").body()).startsWith("label,sentiment,text,");
        assertThat(get(asked + "&format=parquet").body()).startsWith("PAR1");
        HttpResponse<String> card = get(asked + "&card=true");
        assertThat(card.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(json(asked + "&card=true").get("rows").asInt()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Path.of(System.getProperty("java.io.tmpdir"))
                                .toFile()
                                .list((folder, name) -> name.startsWith("caravan-training-")))
                        .isEmpty());
    }

    @Test
    void aTickerNobodyWroteAboutIsNotFound() {
        HttpResponse<String> answer = get("/api/tickers/NOBODY");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("NOBODY");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/tickers/A/history?from=yesterday, from",
        "/api/tickers/A/history?to=32, to",
        "/api/tickers/A/history?limit=0, limit",
        "/api/tickers/A/history?limit=many, limit",
        "/api/tickers/A/history?text=perhaps, text",
        "/api/dead-letters?limit=-1, limit",
        "/api/dead-letters?limit=10001, limit",
        "/api/tickers/A/history?from=%24%7Bbody%7D, from",
        "/api/tickers/A/history?from=2026-02-30, from",
        "/api/tickers/A/history?from=2026-01-02&to=2026-01-01, reversed",
        "/api/training?format=xml, format",
        "/api/training?seed=none, seed",
        "/api/training?per-class=0, per-class",
        "/api/training?min-length=-1, min-length",
        "/api/training?positive=high, positive",
        "/api/training?positive=-1, negative",
        "/api/training?balanced=perhaps, balanced",
        "/api/training?from=soon, from",
    })
    void whatIsWrongWithARequestIsNamed(String path, String parameter) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains(parameter);
    }

    @Test
    void anAnswerTellsItsStatusAsProblemDetailsDo() {
        JsonNode problem = json("/api/tickers/A/history?limit=none");
        assertThat(problem.get("status").asInt()).isEqualTo(400);
        assertThat(problem.get("title").asText()).isEqualTo("Bad request");
        assertThat(problem.get("detail").asText()).contains("'none'", "1 to 1000000");
    }

    @Test
    void aQueryDoesNotSpeakToCamel() {
        HttpResponse<String> answer = get("/api/tickers?CamelHttpResponseCode=418&CamelBeanMethodName=hashCode");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("[");
    }

    @Test
    void whatIsGivenTwiceIsNotGuessed() {
        assertThat(get("/api/tickers/NOBODY?ticker=SOMEBODY").statusCode()).isEqualTo(404);
        assertThat(get("/api/tickers/NOBODY/history?limit=1&limit=2").statusCode())
                .isEqualTo(400);
    }

    @Test
    void anAddressThatIsNoneIsNotFound() {
        assertThat(get("/api/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void nothingCanBeChangedThroughTheApi() {
        for (String method : new String[] {"POST", "PUT", "DELETE"}) {
            assertThat(RunningCaravan.ask(method, CARAVAN.http().resolve("/api/tickers"))
                            .statusCode())
                    .as(method)
                    .isIn(404, 405);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/tickers", "/api/sources", "/api/dead-letters"})
    void listsAreArrays(String path) {
        assertThat(json(path).isArray()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31, 2026-01-31T00:00:00Z",
        "2026-01-31T09:30, 2026-01-31T09:30:00Z",
        "2026-01-31T09:30:15Z, 2026-01-31T09:30:15Z",
        "2026-01-31T09:30:15.5Z, 2026-01-31T09:30:15.500Z",
        "2026-01-31T09:30:15.123456Z, 2026-01-31T09:30:15.123456Z",
        "2026-01-31T09:30:15+02:00, 2026-01-31T07:30:15Z",
    })
    void timesAreReadInEveryUsualForm(String text, String instant) {
        assertThat(Parameter.time("from", text)).hasValue(Instant.parse(instant));
    }

    @Test
    void whatFailsInsideIsNotToldOutside() throws Exception {
        Exchange exchange = new DefaultExchange(CARAVAN.context());
        exchange.getMessage().setHeader("left-over", "x");
        exchange.setProperty(
                Exchange.EXCEPTION_CAUGHT, new IllegalStateException("jdbc:postgresql://host/?password=secret"));
        new Problems().describe(exchange);
        assertThat(exchange.getMessage().getHeaders())
                .containsOnly(
                        Map.entry(Exchange.HTTP_RESPONSE_CODE, 503),
                        Map.entry(Exchange.CONTENT_TYPE, "application/problem+json"));
        assertThat(MAPPER.readTree(exchange.getMessage().getBody(String.class))
                        .get("status")
                        .asInt())
                .isEqualTo(503);
        assertThat(exchange.getMessage().getBody(String.class)).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void whatIsEmptyIsAsIfItWereAbsent(String text) {
        assertThat(Parameter.time("from", text)).isEmpty();
        assertThat(Parameter.limit(text, 7, 10)).isEqualTo(7);
        assertThat(Parameter.flag("text", text)).isFalse();
    }

    @Test
    void theDescriptionListsEveryPath() {
        assertThat(json("/api/openapi.json").get("paths").fieldNames())
                .toIterable()
                .contains(
                        "/api/tickers",
                        "/api/tickers/{ticker}",
                        "/api/tickers/{ticker}/history",
                        "/api/training",
                        "/api/sources",
                        "/api/articles",
                        "/api/dead-letters");
    }

    private static HttpResponse<String> post(String body) {
        return RunningCaravan.post(CARAVAN.http().resolve("/api/articles"), body, "Content-Type", "application/json");
    }

    @Test
    void anArticleThatBecomesADeadLetterIsSafeAndKeepsNoOtherFromItsWay() throws JsonProcessingException {
        HttpResponse<String> answer =
                post("[{\"url\": \"http://10.1.2.3/none\"}, {\"text\": \"Apple Inc. said more of it.\"}]");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(MAPPER.readTree(answer.body()).get("article_ids")).hasSize(2);
        assertThat(json("/api/dead-letters").toString()).contains("10.1.2.3");
    }

    @Test
    void anArticleThatIsHandedOverIsOnItsWayOnceHoweverOftenItIsSent() throws JsonProcessingException {
        String article = """
                {"title": "Handed over", "text": "Profit rises sharply.", "url": "https://example.com/handed-over",
                 "tickers": ["HANDED"], "timestamp": "%s", "source": "desk"}""".formatted(Instant.now().minusSeconds(60));

        HttpResponse<String> first = post(article);
        HttpResponse<String> again = post("[" + article + "]");

        assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(MAPPER.readTree(first.body()).path("article_ids")).hasSize(1);
        assertThat(again.body()).isEqualTo(first.body());
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        json("/api/tickers/handed").path("count").asInt())
                .isEqualTo(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                            | 400 | empty
            {"title": "x"                                 | 400 | not JSON
            {"title": "x"}                                | 400 | 'text' and 'url' are missing
            {"text": "x", "type": "gossip", "weight": 11} | 400 | 'weight' is '11'
            [{"text": "x"}, {"url": "ftp://x"}]           | 400 | article 2: 'url' is 'ftp://x'
            {"text": "x", "timestamp": "soon"}            | 400 | 'timestamp' is 'soon'
            {"text": "x", "timestamp": "1989-12-31"}      | 400 | from 1990 on
            """)
    void whatIsWrongWithAnArticleIsSaidByField(String body, int status, String says) {
        HttpResponse<String> answer = post(body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body()).contains(says);
    }

    @Test
    void moreThanIsTakenAtOnceIsRefused() {
        HttpResponse<String> answer = post("{\"text\": \"" + "x".repeat(9 << 20) + "\"}");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("8388608");
    }
}
