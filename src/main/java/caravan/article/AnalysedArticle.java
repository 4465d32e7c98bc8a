package caravan.article;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An article with the sentiment a model found in it, as the topics {@code analyzed-sentiment-*} carry it. Immutable.
 *
 * @param score of the article as a whole
 * @param model the name of the model that scored it
 * @param processed when it was scored; of two scores of one article by one model, the later counts
 * @param tickerScores what the article says of each company, where that differs from the whole; never null
 * @param provenance how the score came about; empty for events written before that was told
 */
public record AnalysedArticle(
        Article article,
        TickerScore score,
        String model,
        Priority priority,
        Instant processed,
        Map<String, TickerScore> tickerScores,
        Optional<Provenance> provenance) {

    /** Stands for the model of an article that none scored, since none at hand reads its language. */
    public static final String UNSCORED = "none";

    public AnalysedArticle {
        Objects.requireNonNull(article, "article");
        Objects.requireNonNull(score, "score");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(processed, "processed");
        tickerScores = Map.copyOf(tickerScores);
        Objects.requireNonNull(provenance, "provenance");
    }

    /** Whether a model scored it; otherwise its score means nothing. */
    public boolean isScored() {
        return !model.equals(UNSCORED);
    }

    /** The score that counts for {@code ticker}: its own, else the article's. */
    public TickerScore scoreOf(String ticker) {
        return tickerScores.getOrDefault(ticker, score);
    }
}
