package caravan.sentiment;

import caravan.article.TickerScore;
import java.util.Map;
import java.util.Objects;

/**
 * What a model found.
 *
 * @param score of the text as a whole
 * @param probabilities of the text's being good, bad or neither as a whole; the likeliest is its label
 * @param tickerScores of those companies of which the text says something of their own; others go by {@code score}
 */
public record Finding(TickerScore score, Probabilities probabilities, Map<String, TickerScore> tickerScores) {

    /** The three answers a person would give. */
    public enum Label {
        POSITIVE,
        NEUTRAL,
        NEGATIVE
    }

    public Finding {
        Objects.requireNonNull(score, "score");
        Objects.requireNonNull(probabilities, "probabilities");
        tickerScores = Map.copyOf(tickerScores);
    }

    /** What the score amounts to. */
    public Label label() {
        return probabilities.label();
    }
}
