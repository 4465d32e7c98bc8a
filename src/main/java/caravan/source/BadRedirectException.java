package caravan.source;

import caravan.UnprocessableException;

/** A redirect that leads nowhere: too many in a row, without a target, or to something that is not on the web. */
public class BadRedirectException extends UnprocessableException {

    public BadRedirectException(String message) {
        super(message);
    }
}
