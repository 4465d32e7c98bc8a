package caravan.api;

/** More was sent than is taken at once; the message says how much that is. */
public class TooLargeRequestException extends RuntimeException {

    public TooLargeRequestException(String message) {
        super(message);
    }
}
