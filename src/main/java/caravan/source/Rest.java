package caravan.source;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a source is left alone after a poll that failed. Immutable.
 *
 * @param notBefore the earliest time of the next poll; empty when its schedule decides
 * @param standing from now on; empty when it stays
 * @param site whether it is the site that failed
 * @param status with which it answered
 */
record Rest(Optional<Instant> notBefore, Optional<Standing> standing, boolean site, OptionalInt status) {

    /** The schedule decides; it was no fault of the source's. */
    static final Rest NONE = new Rest(Optional.empty(), Optional.empty(), false, OptionalInt.empty());

    Rest {
        Objects.requireNonNull(notBefore, "notBefore");
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(status, "status");
    }
}
