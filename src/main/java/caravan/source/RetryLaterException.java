package caravan.source;

import caravan.UnavailableException;
import java.time.Instant;

/** A server that said when to come back; asking it earlier would be impolite and in vain. */
public class RetryLaterException extends UnavailableException {

    private final Instant notBefore;

    public RetryLaterException(String message, Instant notBefore) {
        super(message);
        this.notBefore = notBefore;
    }

    /** The earliest time to ask again, at most a day from the answer. */
    public Instant notBefore() {
        return notBefore;
    }
}
