package caravan.deadletter;

/** There is no such dead letter. */
public class UnknownDeadLetterException extends RuntimeException {

    public UnknownDeadLetterException(String id) {
        super("There is no dead letter '%s'; an id is its partition and offset, such as 3-17".formatted(id));
    }
}
