package caravan.api;

/** What was asked for is not there; the message says what. */
public class NotFoundException extends RuntimeException {

    public NotFoundException(String message) {
        super(message);
    }
}
