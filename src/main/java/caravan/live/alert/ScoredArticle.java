package caravan.live.alert;

import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.ArticleType;
import caravan.article.Priority;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What an article says of one ticker, as the rules for alerts see it. Immutable.
 *
 * @param timestamp when it was published
 * @param at when it counts, to the millisecond: when it was published, and no later than when it was fetched. Otherwise
 *     one article from the future would make every later one of its ticker late.
 * @param sentiment -1 to 1, of this ticker
 * @param weight how much it counts in a mean
 */
public record ScoredArticle(
        UUID id,
        String ticker,
        Instant timestamp,
        Instant at,
        String title,
        String url,
        String source,
        ArticleType type,
        Priority priority,
        double sentiment,
        double weight) {

    public ScoredArticle {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(ticker, "ticker");
        Objects.requireNonNull(timestamp, "timestamp");
        at = at.truncatedTo(ChronoUnit.MILLIS);
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(priority, "priority");
    }

    /** One for each of its tickers; none when no model scored it. */
    public static List<ScoredArticle> of(AnalysedArticle analysed) {
        if (!analysed.isScored()) {
            return List.of();
        }
        Article article = analysed.article();
        return article.tickers().stream()
                .map(ticker -> new ScoredArticle(
                        article.articleId().value(),
                        ticker,
                        article.timestamp(),
                        earlier(article.timestamp(), article.fetched()),
                        article.title(),
                        article.sourceUrl(),
                        article.source(),
                        article.type(),
                        analysed.priority(),
                        analysed.scoreOf(ticker).sentiment(),
                        article.weight()))
                .toList();
    }

    /** The one that comes first. */
    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
