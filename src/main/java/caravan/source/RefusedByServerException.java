package caravan.source;

import caravan.UnprocessableException;

/** An answer that asking again will not change, such as 401, 404 or 410. */
public class RefusedByServerException extends UnprocessableException {

    private final int status;

    public RefusedByServerException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
