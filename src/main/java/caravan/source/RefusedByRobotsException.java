package caravan.source;

import caravan.UnprocessableException;

/** A page that its site's robots.txt asks programs not to fetch. It was not asked for. */
public class RefusedByRobotsException extends UnprocessableException {

    public RefusedByRobotsException(String message) {
        super(message);
    }
}
