package caravan.source;

import caravan.UnprocessableException;

/** An address that outside data may not make this process connect to: a private network, this machine, not the web. */
public class RefusedAddressException extends UnprocessableException {

    public RefusedAddressException(String message) {
        super(message);
    }

    /** @param message names the address and what led there */
    public RefusedAddressException(String message, Throwable cause) {
        super(message, cause);
    }
}
