package caravan.source;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a poll has to know of those before it. Immutable.
 *
 * @param validators of the last feed that was read to its end
 * @param siteFailures polls in a row that the site failed
 * @param unchanged polls in a row that brought nothing else than {@code content} stands for
 * @param content a hash of the items of the last feed that was read to its end
 * @param firing of the schedule that was claimed last
 */
record SourceMemory(
        Validators validators,
        Move move,
        int siteFailures,
        int unchanged,
        Optional<String> content,
        Optional<Instant> firing) {

    static final SourceMemory NONE =
            new SourceMemory(Validators.NONE, Move.NONE, 0, 0, Optional.empty(), Optional.empty());

    SourceMemory {
        Objects.requireNonNull(validators, "validators");
        Objects.requireNonNull(move, "move");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(firing, "firing");
    }
}
