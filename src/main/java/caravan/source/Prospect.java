package caravan.source;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a feed that was read to its end says of the next poll. Immutable.
 *
 * @param due the first firing that is used; empty for the next one
 * @param unchanged polls in a row that brought nothing new
 * @param content a hash of its items; empty when it has not changed
 */
record Prospect(Optional<Instant> due, int unchanged, Optional<String> content) {

    /** Asked for again at the next firing. */
    static final Prospect NONE = new Prospect(Optional.empty(), 0, Optional.empty());

    Prospect {
        Objects.requireNonNull(due, "due");
        Objects.requireNonNull(content, "content");
    }
}
