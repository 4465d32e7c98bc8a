package caravan.lake;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * What was found in the articles of a span of time. Immutable; where no article is scored, the numbers are empty.
 *
 * @param start of the span
 * @param articles how many there are, scored or not
 * @param sentiment the mean, each article counting alike
 * @param confidence the mean
 * @param least sentiment
 * @param most sentiment
 * @param last sentiment, of the latest scored article
 */
public record Bucket(
        Instant start,
        long articles,
        OptionalDouble sentiment,
        OptionalDouble confidence,
        OptionalDouble least,
        OptionalDouble most,
        OptionalDouble last) {}
