package caravan.live;

import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.ArticleId;
import caravan.article.ArticleType;
import caravan.article.Priority;
import caravan.article.TickerScore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Scored articles for tests. */
public final class SampleArticles {

    private SampleArticles() {}

    public static AnalysedArticle of(String name, String ticker, Instant published, double sentiment, double weight) {
        ArticleId id = ArticleId.of("live", name);
        return new AnalysedArticle(
                new Article(
                        id.toString(),
                        id,
                        published,
                        "Title of \"" + name + '"',
                        "Text of " + name,
                        "live",
                        "https://example.com/" + name,
                        ArticleType.NEWS,
                        List.of(ticker),
                        weight,
                        "standard",
                        published,
                        published,
                        "{}",
                        Optional.empty()),
                new TickerScore(sentiment, 0.5),
                "lexicon",
                Priority.HIGH,
                published.plusSeconds(1),
                Map.of(),
                Optional.empty());
    }
}
