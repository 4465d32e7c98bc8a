package caravan.article;

import java.util.Arrays;
import java.util.Locale;

/** What kind of publication an article is. */
public enum ArticleType {
    NEWS,
    SOCIAL,
    FILING;

    /**
     * @param word as in events and configuration, in any case
     * @throws IllegalArgumentException that lists what is allowed
     */
    public static ArticleType of(String word) {
        return Arrays.stream(values())
                .filter(type -> type.word().equalsIgnoreCase(word.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'%s' is not a type of article; it is one of news, social, filing".formatted(word)));
    }

    /** The name as events and configuration spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
