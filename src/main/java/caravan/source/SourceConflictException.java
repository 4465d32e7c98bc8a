package caravan.source;

/** What was asked does not go together with how a source is now. */
public class SourceConflictException extends RuntimeException {

    public SourceConflictException(String message) {
        super(message);
    }
}
