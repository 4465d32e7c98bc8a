package caravan.lake;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.parquet.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RescoringTest {

    private static final Instant TIME = Instant.parse("2025-04-25T10:00:00Z");
    private static final String DAY = "2025-04-25";

    private final Rescoring rescoring = new Rescoring();
    private final List<Row> rows = SentimentRows.of(Articles.article(1, TIME, "AAPL", "MSFT"));

    @Test
    void oneRowStandsForAllTickersThatItsPayloadNames() {
        assertThat(rescoring.oncePerArticle(rows, DAY)).containsExactly(rows.get(0));
    }

    @Test
    void aMigratedRowStandsForItsOwnTickerWhateverElseItsPayloadHas() {
        for (String payload : List.of(
                "{\"legacy\":{\"author\":\"A. Writer\"}}",
                "{\"event\":{\"weight\":2},\"legacy\":{}}",
                "{\"event\":{\"tickers\":null}}",
                "no JSON")) {
            List<Row> migrated =
                    rows.stream().map(row -> withPayload(row, payload)).toList();
            rescoring.begin();
            assertThat(rescoring.oncePerArticle(migrated, DAY)).as(payload).isEqualTo(migrated);
            rescoring.done(migrated.subList(0, 1), DAY);
            assertThat(rescoring.oncePerArticle(migrated, DAY)).as(payload).containsExactly(migrated.get(1));
        }
    }

    @Test
    void eachTickerOfAMigratedArticleIsMadeAnArticleAgain() {
        assertThat(
                        rescoring
                                .oncePerArticle(
                                        rows.stream()
                                                .map(row -> withPayload(row, "{\"legacy\":{}}"))
                                                .toList(),
                                        DAY)
                                .stream()
                                .flatMap(row -> StoredArticle.of(row).article().tickers().stream()))
                .containsExactly("AAPL", "MSFT");
    }

    private static Row withPayload(Row row, String payload) {
        Map<String, Object> values = new HashMap<>(row.toMap());
        values.put(SentimentSchema.RAW_PAYLOAD, payload);
        return Row.of(SentimentSchema.rows(), values);
    }
}
