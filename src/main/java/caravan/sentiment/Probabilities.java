package caravan.sentiment;

import caravan.article.TickerScore;
import caravan.sentiment.Finding.Label;

/**
 * How likely each of the three answers is. Their sum is 1, to within a rounding error of 1e-6. Immutable.
 *
 * @param negative 0 to 1
 * @param neutral 0 to 1
 * @param positive 0 to 1
 */
public record Probabilities(double negative, double neutral, double positive) {

    private static final double ROUNDING = 1e-6;

    /** @throws IllegalArgumentException when one is out of range or not a number, or they do not add up to 1 */
    public Probabilities {
        check("negative", negative);
        check("neutral", neutral);
        check("positive", positive);
        if (Math.abs(negative + neutral + positive - 1) > ROUNDING) {
            throw new IllegalArgumentException(
                    "the probabilities %s, %s and %s do not add up to 1".formatted(negative, neutral, positive));
        }
    }

    /** The likeliest answer; neutral where two are equally likely. */
    public Label label() {
        if (positive > neutral && positive > negative) {
            return Label.POSITIVE;
        }
        return negative > neutral && negative > positive ? Label.NEGATIVE : Label.NEUTRAL;
    }

    /** How likely {@link #label()} is. */
    public double confidence() {
        return Math.max(neutral, Math.max(negative, positive));
    }

    /** The sentiment to be expected, from -1 to 1, with the confidence in the label. */
    public TickerScore score() {
        return new TickerScore(positive - negative, confidence());
    }

    private static void check(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(
                    "the probability of %s, %s, is not between 0 and 1".formatted(name, value));
        }
    }
}
