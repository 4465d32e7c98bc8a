package caravan.metrics;

import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.lake.SentimentSchema;
import caravan.parquet.Row;
import caravan.sentiment.ScoredArticles;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Message;

/**
 * An article that has come to the end of a leg, in whatever form the leg has it there.
 *
 * @param fetched when its content was
 */
record Arrival(String source, Instant fetched) {

    /** Empty for what is not an article. */
    static Optional<Arrival> of(Object article) {
        Object found = article;
        if (article instanceof Message message) {
            found = message.getHeaders().getOrDefault(ScoredArticles.ARTICLE, message.getBody());
        }
        if (found instanceof List<?> rows && !rows.isEmpty()) {
            found = rows.get(0);
        }
        if (found instanceof AnalysedArticle analysed) {
            found = analysed.article();
        }
        if (found instanceof Article one) {
            return Optional.of(new Arrival(one.source(), one.fetched()));
        }
        return found instanceof Row row
                        && row.get(SentimentSchema.SOURCE) instanceof String source
                        && row.get(SentimentSchema.FETCHED) instanceof Instant fetched
                ? Optional.of(new Arrival(source, fetched))
                : Optional.empty();
    }
}
