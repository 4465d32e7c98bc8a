package caravan.lake;

import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.ArticleId;
import caravan.article.ArticleType;
import caravan.article.Priority;
import caravan.article.TextQuality;
import caravan.article.TickerScore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Analysed articles for tests, each known by its number. */
final class Articles {

    private Articles() {}

    static AnalysedArticle article(int number, Instant timestamp, String... tickers) {
        return article(
                number, timestamp, timestamp.plusSeconds(5), "{\"title\":\"Number %d\"}".formatted(number), tickers);
    }

    static AnalysedArticle article(int number, Instant timestamp, Instant processed, String raw, String... tickers) {
        ArticleId id = ArticleId.of("test wire", "number " + number);
        Article article = new Article(
                id.toString(),
                id,
                timestamp,
                "Number " + number,
                "The text of number %d.\n\nIts second paragraph.".formatted(number),
                "test wire",
                "https://example.com/" + number,
                ArticleType.NEWS,
                List.of(tickers),
                1.5,
                "premium",
                timestamp.plusSeconds(1),
                timestamp.plusSeconds(2),
                raw,
                Optional.of(TextQuality.PAGE));
        return new AnalysedArticle(
                article,
                new TickerScore(0.25, 0.75),
                "model-a",
                Priority.HIGH,
                processed,
                tickers.length < 2 ? Map.of() : Map.of(tickers[1], new TickerScore(-0.5, 0.5)),
                Optional.empty());
    }
}
