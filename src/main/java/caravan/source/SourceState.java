package caravan.source;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How the polls of a source went. Immutable.
 *
 * @param lastError what the last poll failed with; empty when it did not
 * @param notBefore when the site wants to be asked again
 * @param polls that ended, well or not, since the source was first known
 * @param items that its feeds had, the same item counted each time it was seen
 */
public record SourceState(
        String name,
        Optional<Instant> lastPolled,
        Optional<Instant> lastSucceeded,
        Optional<String> lastError,
        int consecutiveFailures,
        Optional<Instant> notBefore,
        long polls,
        long items) {

    public SourceState {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(lastPolled, "lastPolled");
        Objects.requireNonNull(lastSucceeded, "lastSucceeded");
        Objects.requireNonNull(lastError, "lastError");
        Objects.requireNonNull(notBefore, "notBefore");
    }
}
