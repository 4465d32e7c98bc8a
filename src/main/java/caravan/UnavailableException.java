package caravan;

/**
 * Something that may work when tried again: a timeout, a refused connection, a server that answers 503.
 *
 * <p>The message names what it concerns and is fit to be shown to a person. A leg tries again before it sets the
 * article aside.
 */
public class UnavailableException extends RuntimeException {

    /** @param message names the thing concerned and what is wrong with it */
    public UnavailableException(String message) {
        super(message);
    }

    /** @param message names the thing concerned and what is wrong with it */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
