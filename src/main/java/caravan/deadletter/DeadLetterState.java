package caravan.deadletter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What has become of a dead letter. */
public enum DeadLetterState {
    /** It waits for somebody to decide. */
    SET_ASIDE,
    /** Somebody is replaying it now, or was when his process died: his claim runs out. */
    REPLAYING,
    /** It went back to where it failed; should it fail there again it is another dead letter, which refers to it. */
    REPLAYED,
    /** Somebody decided that it is not needed. */
    DISCARDED;

    /** As the table and the API say it: {@code set-aside}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<DeadLetterState> of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst();
    }
}
