package caravan.live.alert;

import java.time.Instant;

/**
 * What is remembered of an article that has counted for a ticker. Scores and weights are whole millionths, so that a sum
 * does not depend on the order of adding. Immutable.
 *
 * @param at when it counts, in milliseconds since 1970
 * @param key of the article: its id, which is a digest in any case, in 64 bits
 * @param sentiment in millionths
 * @param weight in millionths
 */
record Counted(long at, long key, int sentiment, int weight) {

    private static final double MILLION = 1_000_000;

    static Counted of(ScoredArticle article) {
        return new Counted(
                article.at().toEpochMilli(),
                article.id().getMostSignificantBits() ^ article.id().getLeastSignificantBits(),
                (int) Math.round(article.sentiment() * MILLION),
                (int) Math.round(article.weight() * MILLION));
    }

    Instant instant() {
        return Instant.ofEpochMilli(at);
    }

    /** The mean of their sentiments by weight, -1 to 1; {@code articles} is not empty. */
    static double mean(Iterable<Counted> articles) {
        // 2^63 holds the sum of 900 000 articles of full weight.
        long weight = 0;
        long score = 0;
        for (Counted article : articles) {
            weight += article.weight;
            score += (long) article.sentiment * article.weight;
        }
        return score / (double) weight / MILLION;
    }
}
