package caravan.api;

import java.time.Duration;

/** A client asks for more than its share; the message says of what. */
public class TooManyRequestsException extends RuntimeException {

    private final Duration wait;

    /** @param wait after which it may ask again */
    public TooManyRequestsException(String message, Duration wait) {
        super(message);
        this.wait = wait;
    }

    /** After which time the client may ask again. */
    public Duration waitTime() {
        return wait;
    }
}
