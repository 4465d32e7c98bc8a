package caravan.sentiment.chat;

import caravan.UnavailableException;

/** An answer that is none, of a server that is well otherwise. */
final class GarbageException extends UnavailableException {

    GarbageException(String message) {
        super(message);
    }
}
