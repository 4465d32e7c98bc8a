package caravan.source;

import java.time.Instant;

/** A host that this process asks as much as is polite already: no fault of the host's, nor of what was wanted from it. */
public class CrowdedHostException extends RetryLaterException {

    public CrowdedHostException(String message, Instant notBefore) {
        super(message, notBefore);
    }
}
