package caravan.api;

/** What was asked for takes too long; the message says what, and how to ask for less. */
public class DeadlineException extends RuntimeException {

    public DeadlineException(String message, Throwable cause) {
        super(message, cause);
    }
}
