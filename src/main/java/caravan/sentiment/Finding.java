package caravan.sentiment;

import caravan.article.TickerScore;
import java.util.Map;
import java.util.Objects;

/**
 * What a model found.
 *
 * @param score of the text as a whole
 * @param label what the score amounts to
 * @param tickerScores of those companies of which the text says something of their own; others go by {@code score}
 */
public record Finding(TickerScore score, Label label, Map<String, TickerScore> tickerScores) {

    /** The three answers a person would give. */
    public enum Label {
        POSITIVE,
        NEUTRAL,
        NEGATIVE
    }

    public Finding {
        Objects.requireNonNull(score, "score");
        Objects.requireNonNull(label, "label");
        tickerScores = Map.copyOf(tickerScores);
    }
}
