package caravan.article;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleTest {

    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private static Article article(List<String> tickers, double weight) {
        return new Article(
                "1",
                ArticleId.of("wire", "1"),
                NOON,
                "A title",
                "A text",
                "wire",
                "",
                ArticleType.NEWS,
                tickers,
                weight,
                "standard",
                NOON,
                NOON,
                "{}",
                Optional.empty());
    }

    @Test
    void whatItWasMadeOfMayChangeAndItDoesNot() {
        List<String> tickers = new ArrayList<>(List.of("AAPL"));
        Article article = article(tickers, 1);
        tickers.add("MSFT");
        assertThat(article.tickers()).containsExactly("AAPL").isUnmodifiable();

        TickerScore score = new TickerScore(0.5, 1);
        Map<String, TickerScore> scores = new HashMap<>(Map.of("AAPL", score));
        AnalysedArticle analysed =
                new AnalysedArticle(article, score, "lexicon", Priority.HIGH, NOON, scores, Optional.empty());
        scores.put("MSFT", score);
        assertThat(analysed.tickerScores()).containsOnlyKeys("AAPL").isUnmodifiable();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.09, 10.01, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aWeightOutOfRangeIsRefused(double weight) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> article(List.of(), weight))
                .withMessageContaining("weight")
                .withMessageContaining("0.1");
    }
}
