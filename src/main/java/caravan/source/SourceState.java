package caravan.source;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the polls of a source went. Immutable.
 *
 * @param lastError what the last poll failed with; empty when it did not
 * @param lastStatus with which its server answered last
 * @param consecutiveFailures polls that failed in a row, for whatever reason
 * @param siteFailures those that its site failed, in a row; they decide how it stands
 * @param notBefore when the site wants to be asked again, or is to be after failures
 * @param dueAt no firing of its schedule before that is used
 * @param unchanged polls in a row that brought nothing new
 * @param movedTo the address that is asked in place of the declared one
 * @param polls that ended, well or not, since the source was first known
 * @param items that its feeds had, the same item counted each time it was seen
 */
public record SourceState(
        String name,
        Optional<Instant> lastPolled,
        Optional<Instant> lastSucceeded,
        Optional<String> lastError,
        OptionalInt lastStatus,
        int consecutiveFailures,
        int siteFailures,
        Standing standing,
        Optional<Instant> notBefore,
        Optional<Instant> dueAt,
        int unchanged,
        Optional<String> movedTo,
        long polls,
        long items) {

    public SourceState {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(lastPolled, "lastPolled");
        Objects.requireNonNull(lastSucceeded, "lastSucceeded");
        Objects.requireNonNull(lastError, "lastError");
        Objects.requireNonNull(lastStatus, "lastStatus");
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(notBefore, "notBefore");
        Objects.requireNonNull(dueAt, "dueAt");
        Objects.requireNonNull(movedTo, "movedTo");
    }
}
