package caravan.lake;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.parquet.Row;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentimentRowsTest {

    private static final Instant TIME = Instant.parse("2025-04-25T10:00:00.123456789Z");

    @Test
    void thereIsARowForEachTickerWithWhatIsSaidOfIt() {
        List<Row> rows = SentimentRows.of(Articles.article(1, TIME, "AAPL", "MSFT"));
        assertThat(rows).extracting(row -> row.get("ticker")).containsExactly("AAPL", "MSFT");
        assertThat(rows).extracting(row -> row.get("sentiment")).containsExactly(0.25, -0.5);
    }

    @Test
    void anArticleAboutNoCompanyIsARowWithoutTicker() {
        assertThat(SentimentRows.of(Articles.article(1, TIME)))
                .singleElement()
                .satisfies(row -> assertThat(row.get("ticker")).isNull());
    }

    @Test
    void theColumnsAreThoseOfTheContractInItsOrder() {
        assertThat(SentimentSchema.rows().columns())
                .containsExactly(
                        "timestamp",
                        "ticker",
                        "article_title",
                        "sentiment",
                        "confidence",
                        "source",
                        "source_url",
                        "model",
                        "article_id",
                        "text",
                        "fetch_timestamp_utc",
                        "processing_timestamp_utc",
                        "raw_source_payload_json");
    }

    @Test
    void thePayloadHoldsWhatIsNeededToRouteTheArticleAgain() throws IOException {
        JsonNode payload = payload("{\"price\": 1.10000000000000000001}");
        assertThat(payload.at("/event").toString())
                .isEqualTo("{\"type\":\"news\",\"priority\":\"high\",\"weight\":1.5,\"premium_tier\":\"premium\","
                        + "\"tickers\":[\"AAPL\"],\"schema_version\":2,\"text_quality\":\"page\"}");
    }

    @Test
    void theItemOfTheSourceIsKeptToTheDigit() {
        assertThat(raw("{\"price\": 1.10000000000000000001}"))
                .endsWith("\"source\":{\"price\": 1.10000000000000000001}}");
    }

    @Test
    void anItemThatIsNotJsonIsKeptAsText() throws IOException {
        assertThat(payload("<item>\"1\"</item>").at("/source").asText()).isEqualTo("<item>\"1\"</item>");
        assertThat(payload("{} {}").at("/source").asText()).isEqualTo("{} {}");
        assertThat(payload("").at("/source").asText()).isEmpty();
    }

    private static JsonNode payload(String source) throws IOException {
        return new ObjectMapper().readTree(raw(source));
    }

    private static String raw(String source) {
        return (String) SentimentRows.of(Articles.article(1, TIME, TIME, source, "AAPL"))
                .get(0)
                .get("raw_source_payload_json");
    }
}
