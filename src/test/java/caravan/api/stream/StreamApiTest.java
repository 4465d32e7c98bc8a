package caravan.api.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.testing.EventStream;
import caravan.testing.RunningCaravan;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.kafka.KafkaConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamApiTest {

    private static final Application CARAVAN = RunningCaravan.shared();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static EventStream listen(String query, String... headers) {
        return EventStream.open(CARAVAN.http().resolve("/api/stream" + query), headers);
    }

    private static void publish(String topic, String ticker, String id) {
        String event = """
                {"event_id":"%1$s","timestamp":"%2$s","text":"Profit rises sharply.\\nSales too.","source":"stream","tickers":["%3$s"],
                 "article_title":"<script>alert(1)</script>","source_url":"https://example.com/%1$s"}""".formatted(id, Instant.now(), ticker);
        CARAVAN.context()
                .createProducerTemplate()
                .sendBodyAndHeaders("kafka:" + topic, event.getBytes(UTF_8), Map.of(KafkaConstants.KEY, id));
    }

    private static JsonNode json(EventStream.Event event) {
        try {
            return MAPPER.readTree(event.data());
        } catch (JsonProcessingException e) {
            throw new AssertionError(event.data(), e);
        }
    }

    private static List<String> urls(EventStream stream) {
        return stream.told("article").stream()
                .map(event -> json(event).get("source_url").asText())
                .toList();
    }

    @Test
    void anArticleIsToldWithoutItsText() {
        try (EventStream stream = listen("?tickers=sseone&events=article")) {
            publish("hipri-events", "SSEONE", "sse-one");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(stream.told("article")).hasSize(1));
            JsonNode article = json(stream.told("article").get(0));
            assertThat(article.get("priority").asText()).isEqualTo("high");
            assertThat(article.get("sentiment").asDouble()).isPositive();
            assertThat(article.get("article_title").asText()).isEqualTo("<script>alert(1)</script>");
            assertThat(article.get("text_preview").asText()).isEqualTo("Profit rises sharply.\nSales too.");
            assertThat(article.has("text")).isFalse();
            assertThat(article.has("raw_source_payload_json")).isFalse();
            assertThat(stream.told("beat")).isNotEmpty();
        }
    }

    @Test
    void whoListensToOneTickerOrLaneIsToldOfNothingElse() {
        try (EventStream other = listen("?tickers=SSEOTHER");
                EventStream standard = listen("?tickers=SSETWO&priority=standard&events=article");
                EventStream all = listen("?events=article&tickers=SSETWO")) {
            publish("hipri-events", "SSETWO", "sse-two-high");
            publish("stdpri-events", "SSETWO", "sse-two-standard");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(all.told("article")).hasSize(2));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(standard.told("article")).hasSize(1));
            assertThat(urls(standard)).containsExactly("https://example.com/sse-two-standard");
            assertThat(other.told("article")).isEmpty();
        }
    }

    @Test
    void whoComesBackIsToldWhatHappenedMeanwhileAndNothingTwice() {
        String last;
        try (EventStream stream = listen("?tickers=SSEBACK&events=article")) {
            publish("hipri-events", "SSEBACK", "back-1");
            publish("stdpri-events", "SSEBACK", "back-2");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(stream.told("article")).hasSize(2));
            last = stream.told("article").get(1).id();
        }
        publish("hipri-events", "SSEBACK", "back-3");
        publish("stdpri-events", "SSEBACK", "back-4");
        try (EventStream again = listen("?tickers=SSEBACK&events=article", "Last-Event-ID", last)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(again.told("article")).hasSize(2));
            assertThat(urls(again))
                    .containsExactlyInAnyOrder("https://example.com/back-3", "https://example.com/back-4");
            assertThat(again.told("gap")).isEmpty();
        }
    }

    @Test
    void whoComesLateMayHaveTheLatest() {
        publish("hipri-events", "SSELATE", "late");
        try (EventStream first = listen("?tickers=SSELATE&events=article&recent=1000")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(first.told("article")).hasSize(1));
        }
        try (EventStream second = listen("?tickers=SSELATE&events=article&recent=1000")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(second.told("article")).hasSize(1));
        }
    }

    @Test
    void theNewScoreOfATickerIsTold() {
        try (EventStream stream = listen("?tickers=SSESCORE&events=score")) {
            publish("hipri-events", "SSESCORE", "sse-score");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(stream.told("score")).isNotEmpty());
            assertThat(json(stream.told("score").get(0)).get("count").asLong()).isEqualTo(1);
        }
    }

    @Test
    void anAlertIsTold() {
        try (EventStream stream = listen("?tickers=SSEALERT&events=alert")) {
            CARAVAN.context()
                    .createProducerTemplate()
                    .sendBodyAndHeaders(
                            "kafka:sentiment-alerts",
                            "{\"alert_id\":\"sse\",\"ticker\":\"SSEALERT\"}".getBytes(UTF_8),
                            Map.of(KafkaConstants.KEY, "SSEALERT"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(stream.told("alert")).hasSize(1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "?rate=fast, rate is 'fast'",
        "?rate=0, rate is '0'",
        "?recent=100000, recent is '100000'",
        "?priority=urgent, priority is 'urgent'",
        "?events=weather, events has 'weather'",
        "?ticker=AAPL, There is no parameter ticker",
        "?last-event-id=nonsense, 'nonsense' is no id",
    })
    void whatCannotBeHeardIsRefusedWithTheParameter(String query, String complaint) {
        HttpResponse<String> answer = RunningCaravan.ask("GET", CARAVAN.http().resolve("/api/stream" + query));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains(complaint);
    }
}
