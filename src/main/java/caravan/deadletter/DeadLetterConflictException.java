package caravan.deadletter;

/** A dead letter cannot be replayed or discarded, now or at all; the message says why and what can be done. */
public class DeadLetterConflictException extends RuntimeException {

    public DeadLetterConflictException(String message) {
        super(message);
    }

    public DeadLetterConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
