package caravan.article;

import java.util.Arrays;
import java.util.Locale;

/** How the text of an article was obtained, for those who choose what to train on. */
public enum TextQuality {
    /** Extracted from the article's page. */
    PAGE,
    /** Taken from the data within the page, since what it shows has less of the article. */
    EMBEDDED,
    /** A document filed with a regulator, all of it. */
    FILING,
    /** The feed's own full content. */
    FEED,
    /** Handed in whole by whoever published the event. */
    GIVEN,
    /** Known to be cut short: a paywall, a teaser. */
    TRUNCATED;

    /** @throws IllegalArgumentException that lists what is allowed */
    public static TextQuality of(String word) {
        return Arrays.stream(values())
                .filter(quality -> quality.word().equalsIgnoreCase(word.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'%s' is not a text quality; it is one of page, embedded, filing, feed, given, truncated"
                                .formatted(word)));
    }

    /** The name as events spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
