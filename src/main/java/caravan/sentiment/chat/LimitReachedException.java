package caravan.sentiment.chat;

import caravan.UnavailableException;
import java.time.Instant;

/** A model that is not to be asked before a certain time: its money is spent, or its server said so. */
public final class LimitReachedException extends UnavailableException {

    private final Instant until;

    LimitReachedException(String message, Instant until) {
        super(message);
        this.until = until;
    }

    /** From when on it may be asked again. */
    public Instant until() {
        return until;
    }
}
