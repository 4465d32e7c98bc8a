package caravan.article;

import caravan.UnprocessableException;

/** An event that is not JSON, or whose fields are not what the contract says; the message names the field. */
public class MalformedEventException extends UnprocessableException {

    public MalformedEventException(String message) {
        super(message);
    }

    public MalformedEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
