package caravan.article;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * An article with the sentiment a model found in it, as the topics {@code analyzed-sentiment-*} carry it. Immutable.
 *
 * @param score of the article as a whole
 * @param model the name of the model that scored it
 * @param processed when it was scored; of two scores of one article by one model, the later counts
 * @param tickerScores what the article says of each company, where that differs from the whole; never null
 */
public record AnalysedArticle(
        Article article,
        TickerScore score,
        String model,
        Priority priority,
        Instant processed,
        Map<String, TickerScore> tickerScores) {

    public AnalysedArticle {
        Objects.requireNonNull(article, "article");
        Objects.requireNonNull(score, "score");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(processed, "processed");
        tickerScores = Map.copyOf(tickerScores);
    }

    /** The score that counts for {@code ticker}: its own, else the article's. */
    public TickerScore scoreOf(String ticker) {
        return tickerScores.getOrDefault(ticker, score);
    }
}
