package caravan;

/**
 * Something that will not work however often it is tried: bad input, a refused address, a size beyond its limit.
 *
 * <p>The message names what it concerns (file, source, topic-partition-offset, field) and is fit to be shown to a
 * person. A leg sets such an article aside as a dead letter without trying again.
 */
public class UnprocessableException extends RuntimeException {

    /** @param message names the thing concerned and what is wrong with it */
    public UnprocessableException(String message) {
        super(message);
    }

    /** @param message names the thing concerned and what is wrong with it */
    public UnprocessableException(String message, Throwable cause) {
        super(message, cause);
    }
}
