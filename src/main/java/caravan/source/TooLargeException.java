package caravan.source;

import caravan.UnprocessableException;

/** An answer beyond the size accepted for its kind; nothing of it was kept. */
public class TooLargeException extends UnprocessableException {

    public TooLargeException(String message) {
        super(message);
    }
}
