package caravan.lake;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One row of the lake as it is read: what a model found in an article about a ticker. Immutable.
 *
 * @param timestamp when the article was published, to the microsecond
 * @param ticker empty for an article about no company
 * @param text empty when it was not asked for
 * @param rawPayload {@code {"event": …, "source": …}}; empty when it was not asked for
 */
public record SentimentRow(
        Instant timestamp,
        Optional<String> ticker,
        String articleTitle,
        OptionalDouble sentiment,
        OptionalDouble confidence,
        String source,
        String sourceUrl,
        String model,
        String articleId,
        Optional<String> text,
        Optional<Instant> fetched,
        Optional<Instant> processed,
        Optional<String> rawPayload) {}
