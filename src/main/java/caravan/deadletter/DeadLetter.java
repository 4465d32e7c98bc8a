package caravan.deadletter;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A dead letter as it is listed. Immutable.
 *
 * @param route in which it failed
 * @param leg the leg that route belongs to, such as {@code lake-hipri}
 * @param source or {@code origin}: where it came from
 * @param cause what it failed with
 * @param attempts how often it was tried
 * @param bodyBytes how long its body is
 * @param bodyFile the file of a body too large for a message
 * @param replays how often what failed had been replayed before
 * @param replayedFrom the dead letter it was then
 * @param decision what was decided; empty while it waits or is being replayed
 */
public record DeadLetter(
        DeadLetterId id,
        Instant failedAt,
        String route,
        String leg,
        Optional<String> source,
        Optional<Origin> origin,
        Optional<String> articleId,
        Cause cause,
        int attempts,
        long bodyBytes,
        Optional<String> bodyFile,
        int replays,
        Optional<String> replayedFrom,
        DeadLetterState state,
        Optional<Decision> decision) {

    public DeadLetter {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(failedAt, "failedAt");
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(leg, "leg");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(articleId, "articleId");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(bodyFile, "bodyFile");
        Objects.requireNonNull(replayedFrom, "replayedFrom");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(decision, "decision");
    }

    /** A record of a topic. */
    public record Origin(String topic, int partition, long offset) {
        @Override
        public String toString() {
            return "%s-%d@%d".formatted(topic, partition, offset);
        }
    }

    /**
     * @param error the class of the error, with its package
     * @param message without secrets
     */
    public record Cause(String error, String message) {

        /** The error's class without its package, which is what causes are counted by. */
        public String word() {
            return wordOf(error);
        }

        /** See {@link #word()}. */
        public static String wordOf(String error) {
            return error.replaceFirst("^.*[.$]", "");
        }
    }

    /**
     * @param by whom, as far as that is known
     * @param to where a replay went; empty when it was discarded
     */
    public record Decision(Instant at, String by, Optional<String> to) {}
}
