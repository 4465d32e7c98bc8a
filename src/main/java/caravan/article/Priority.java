package caravan.article;

import java.util.Arrays;
import java.util.Locale;

/** The lane an article travels in. */
public enum Priority {
    HIGH,
    STANDARD;

    /**
     * @param word as in events, in any case
     * @throws IllegalArgumentException that lists what is allowed
     */
    public static Priority of(String word) {
        return Arrays.stream(values())
                .filter(priority -> priority.word().equalsIgnoreCase(word.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'%s' is not a priority; it is one of high, standard".formatted(word)));
    }

    /** The name as events spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
