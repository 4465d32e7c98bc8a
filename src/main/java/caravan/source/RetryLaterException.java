package caravan.source;

import caravan.UnavailableException;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * Word of when to come back: from the server, or from this process, which asks a host no more than is polite. Asking
 * earlier would be impolite and in vain.
 */
public class RetryLaterException extends UnavailableException {

    private final Instant notBefore;
    private final OptionalInt status;

    /** This process leaves the host alone until then; nothing was asked. */
    public RetryLaterException(String message, Instant notBefore) {
        super(message);
        this.notBefore = notBefore;
        this.status = OptionalInt.empty();
    }

    /** @param status with which the server said so */
    public RetryLaterException(String message, Instant notBefore, int status) {
        super(message);
        this.notBefore = notBefore;
        this.status = OptionalInt.of(status);
    }

    /** The earliest time to ask again, at most a day from the answer. */
    public Instant notBefore() {
        return notBefore;
    }

    /** The HTTP status; empty when the server was not asked. */
    public OptionalInt status() {
        return status;
    }
}
