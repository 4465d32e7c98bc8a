package caravan.api;

/** What was asked for is being done for somebody else; the message says what, and the caller may ask again. */
public class BusyException extends RuntimeException {

    public BusyException(String message) {
        super(message);
    }
}
