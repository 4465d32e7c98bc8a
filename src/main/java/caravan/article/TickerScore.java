package caravan.article;

/**
 * What an article says of one company.
 *
 * @param sentiment -1 (bad) to 1 (good)
 * @param confidence 0 to 1
 */
public record TickerScore(double sentiment, double confidence) {

    /** @throws IllegalArgumentException when a value is out of range or not a number */
    public TickerScore {
        if (!(sentiment >= -1 && sentiment <= 1)) {
            throw new IllegalArgumentException("sentiment %s is not between -1 and 1".formatted(sentiment));
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence %s is not between 0 and 1".formatted(confidence));
        }
    }
}
