package caravan.sentiment;

/** What a sentence's evidence in the lexicon amounts to in probabilities, so that they can be averaged with a model's. */
final class LexiconScale {

    private static final double SATURATION = 5;

    /** Fitted by maximum likelihood to the headlines that docs/models.md names. */
    private static final double SLOPE = 3.9;

    private static final double REST = 2.3;

    private LexiconScale() {}

    /** @param evidence the sum of a sentence's good and bad news */
    static Probabilities probabilities(double evidence) {
        double strength = evidence / Math.sqrt(evidence * evidence + SATURATION);
        double bad = Math.exp(-SLOPE * strength);
        double neither = Math.exp(REST);
        double good = Math.exp(SLOPE * strength);
        double all = bad + neither + good;
        return new Probabilities(bad / all, neither / all, good / all);
    }
}
