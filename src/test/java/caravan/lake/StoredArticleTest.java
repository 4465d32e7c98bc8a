package caravan.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnprocessableException;
import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.Priority;
import caravan.parquet.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredArticleTest {

    private static final Instant TIME = Instant.parse("2025-04-25T10:00:00.123456Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"price\": 1.10000000000000000001, \"a\": [1, {\"source\": 2}]}",
                "[1, 2]",
                "1.50",
                "null",
                "<item>\"1\"</item>",
                "{} {}",
                ""
            })
    void everyRowOfAnArticleMakesItAgainToTheDigit(String raw) {
        AnalysedArticle analysed = Articles.article(1, TIME, TIME, raw, "AAPL", "MSFT");
        assertThat(SentimentRows.of(analysed)).hasSize(2).allSatisfy(row -> {
            StoredArticle stored = StoredArticle.of(row);
            assertThat(stored.priority()).isEqualTo(Priority.HIGH);
            assertThat(stored.article())
                    .usingRecursiveComparison()
                    .ignoringFields("processedAt")
                    .isEqualTo(analysed.article());
        });
    }

    @Test
    void scoredAgainItIsTheSameRowsUnderAnotherName() {
        AnalysedArticle analysed = Articles.article(1, TIME, "AAPL", "MSFT");
        List<Row> rows = SentimentRows.of(analysed);
        Article again = StoredArticle.of(rows.get(1)).article();
        List<Row> rescored = SentimentRows.of(new AnalysedArticle(
                again,
                analysed.score(),
                analysed.model(),
                analysed.priority(),
                analysed.processed(),
                analysed.tickerScores(),
                Optional.empty()));
        assertThat(rescored).isEqualTo(rows);
    }

    @Test
    void aRowThatKnowsNothingOfItsEventIsOfItsOwnTicker() {
        Map<String, Object> values = new HashMap<>(
                SentimentRows.of(Articles.article(1, TIME, "AAPL")).get(0).toMap());
        values.put("raw_source_payload_json", null);
        StoredArticle stored = StoredArticle.of(Row.of(SentimentSchema.rows(), values));
        assertThat(stored.article().tickers()).containsExactly("AAPL");
        assertThat(stored.priority()).isEqualTo(Priority.STANDARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"event\":", "{\"event\":{\"weight\":99}}", "{\"event\":{\"priority\":\"urgent\"}}"})
    void aRowThatCannotBeReadIsNamed(String payload) {
        Map<String, Object> values = new HashMap<>(
                SentimentRows.of(Articles.article(1, TIME, "AAPL")).get(0).toMap());
        values.put("raw_source_payload_json", payload);
        assertThatThrownBy(() -> StoredArticle.of(Row.of(SentimentSchema.rows(), values)))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining((String) values.get("article_id"));
    }
}
