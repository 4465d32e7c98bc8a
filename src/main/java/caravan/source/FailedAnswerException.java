package caravan.source;

import caravan.UnavailableException;

/** An answer that says that the server cannot serve just now, such as 500 or 502. */
public class FailedAnswerException extends UnavailableException {

    private final int status;

    public FailedAnswerException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
