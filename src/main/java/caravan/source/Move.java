package caravan.source;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Where permanent redirects say that a feed has moved to. It is believed when three polls in a row were sent there, for
 * a site under repair or a hotel's network redirects everything for an hour; and looked at again once a week. Immutable.
 *
 * @param seen how many polls in a row led there
 * @param checked when the declared address was asked last
 */
record Move(Optional<URI> to, int seen, Optional<Instant> checked) {

    static final Move NONE = new Move(Optional.empty(), 0, Optional.empty());

    static final int BELIEVED = 3;
    private static final Duration CHECKED_EVERY = Duration.ofDays(7);

    Move {
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(checked, "checked");
    }

    /** The address to ask in place of the declared one. */
    Optional<URI> instead(Instant now) {
        boolean due =
                checked.map(then -> then.plus(CHECKED_EVERY).isBefore(now)).orElse(true);
        return seen >= BELIEVED && !due ? to : Optional.empty();
    }

    /** After the declared address was asked and led to {@code there}. */
    Move afterDeclared(Optional<URI> there, Instant now) {
        return there.isEmpty() ? NONE : new Move(there, there.equals(to) ? seen + 1 : 1, Optional.of(now));
    }

    /** After the new address was asked in its place; one that has moved on is found from the declared one. */
    Move afterInstead(Optional<URI> there) {
        return there.isEmpty() ? this : NONE;
    }
}
