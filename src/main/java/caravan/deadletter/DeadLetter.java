package caravan.deadletter;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A dead letter as it is listed. Immutable.
 *
 * @param partition and {@code offset} on the topic of dead letters: its identity
 * @param route in which it failed
 * @param source or {@code origin}: where it came from
 * @param origin {@code topic-partition@offset}
 * @param attempts how often it was tried
 * @param bodyBytes how long its body is
 * @param bodyFile the file of a body too large for a message
 */
public record DeadLetter(
        int partition,
        long offset,
        Instant failedAt,
        String route,
        Optional<String> source,
        Optional<String> origin,
        Optional<String> articleId,
        String errorClass,
        String errorMessage,
        int attempts,
        long bodyBytes,
        Optional<String> bodyFile) {

    public DeadLetter {
        Objects.requireNonNull(failedAt, "failedAt");
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(articleId, "articleId");
        Objects.requireNonNull(errorClass, "errorClass");
        Objects.requireNonNull(errorMessage, "errorMessage");
        Objects.requireNonNull(bodyFile, "bodyFile");
    }
}
