package caravan.source;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How much of a source's server and of this process one source may use, where it differs from the settings. Immutable.
 *
 * @param minInterval between two polls, however often the schedule fires
 * @param maxInterval between two polls, however seldom the source has something new
 * @param requestsPerSecond to the source's host
 * @param maxItems of one poll; the first ones count
 * @param maxBytes of what one poll brings, after decompression
 */
public record SourceLimits(
        Optional<Duration> minInterval,
        Optional<Duration> maxInterval,
        OptionalDouble requestsPerSecond,
        OptionalInt maxItems,
        OptionalInt maxBytes) {

    /** What the settings say. */
    public static final SourceLimits NONE = new SourceLimits(
            Optional.empty(), Optional.empty(), OptionalDouble.empty(), OptionalInt.empty(), OptionalInt.empty());

    public SourceLimits {
        Objects.requireNonNull(minInterval, "minInterval");
        Objects.requireNonNull(maxInterval, "maxInterval");
        Objects.requireNonNull(requestsPerSecond, "requestsPerSecond");
        Objects.requireNonNull(maxItems, "maxItems");
        Objects.requireNonNull(maxBytes, "maxBytes");
    }
}
