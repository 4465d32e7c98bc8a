package caravan.sentiment.chat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** One request that brought no answer. */
final class CallFailedException extends RuntimeException {

    private final OptionalInt status;
    private final boolean perhapsAnswered;
    private final transient Optional<Instant> notBefore;

    private CallFailedException(
            String message, OptionalInt status, boolean perhapsAnswered, Optional<Instant> notBefore) {
        super(message);
        this.status = status;
        this.perhapsAnswered = perhapsAnswered;
        this.notBefore = notBefore;
    }

    /** @param notBefore what the server said of when to come back */
    static CallFailedException refused(int status, String message, Optional<Instant> notBefore) {
        return new CallFailedException(message, OptionalInt.of(status), false, notBefore);
    }

    /** @param perhapsAnswered whether the server may have worked, and may want to be paid */
    static CallFailedException lost(String message, boolean perhapsAnswered) {
        return new CallFailedException(message, OptionalInt.empty(), perhapsAnswered, Optional.empty());
    }

    OptionalInt status() {
        return status;
    }

    boolean perhapsAnswered() {
        return perhapsAnswered;
    }

    Optional<Instant> notBefore() {
        return notBefore;
    }

    /** Whether the same request may succeed in a moment. */
    boolean passing() {
        return status.isEmpty() || status.getAsInt() == 408 || status.getAsInt() == 429 || status.getAsInt() >= 500;
    }
}
