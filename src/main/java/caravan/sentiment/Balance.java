package caravan.sentiment;

import caravan.article.TickerScore;

/** Weighs good news against bad, sentence by sentence. Not thread-safe. */
final class Balance {

    /** At this strength of a sentence's evidence squared it is seven tenths as good or bad as can be. */
    private static final double SATURATION = 5;

    /** Draws the score of little evidence towards nought. */
    private static final double CAUTION = 0.4;

    /** How much a sentence that says nothing draws the score towards nought. */
    private static final double SILENCE = 0.06;

    /** Without any evidence: neutral is then the likeliest answer, but nobody knows. */
    private static final double LEAST_CONFIDENCE = 0.1;

    private static final double MOST_CONFIDENCE = 0.95;

    /** The weight of evidence at which half of the confidence is reached, and how steeply; fitted to labelled headlines. */
    private static final double HALF_SURE = 1.1;

    private static final double STEEPNESS = 4;

    private double net;
    private double gross;
    private double spoken;
    private double silent;

    /**
     * Adds a sentence.
     *
     * @param weight of its place in the text
     * @param evidence the sum of its good and bad news; 0 when it has none
     */
    void add(double weight, double evidence) {
        if (evidence == 0) {
            silent += weight;
            return;
        }
        double strength = evidence / Math.sqrt(evidence * evidence + SATURATION);
        net += weight * strength;
        gross += weight * Math.abs(strength);
        spoken += weight;
    }

    boolean empty() {
        return gross == 0;
    }

    /**
     * The mean over the sentences that say something, and how sure of its sign one may be: surer with more evidence,
     * less sure where the evidence is divided.
     */
    TickerScore score() {
        if (empty()) {
            return new TickerScore(0, LEAST_CONFIDENCE);
        }
        double sentiment = net / (spoken + CAUTION + SILENCE * silent);
        double agreement = Math.abs(net) / gross;
        double odds = Math.pow(gross / (HALF_SURE + SILENCE * silent), STEEPNESS);
        double volume = odds / (1 + odds);
        double confidence = LEAST_CONFIDENCE + (MOST_CONFIDENCE - LEAST_CONFIDENCE) * agreement * volume;
        return new TickerScore(clamp(sentiment, -1), clamp(confidence, 0));
    }

    private static double clamp(double value, double least) {
        return Math.max(least, Math.min(1, value));
    }
}
