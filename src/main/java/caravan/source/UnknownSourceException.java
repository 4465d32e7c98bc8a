package caravan.source;

/** There is no source of that name. */
public class UnknownSourceException extends RuntimeException {

    public UnknownSourceException(String message) {
        super(message);
    }
}
