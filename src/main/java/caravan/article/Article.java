package caravan.article;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A published article with its complete text, as the topics {@code hipri-events} and {@code stdpri-events} carry it.
 * Immutable.
 *
 * @param eventId equals {@code articleId} on first emission
 * @param timestamp when it was published; the time it was first seen where the source gives none
 * @param text the complete article, never a feed's summary of it; paragraphs are separated by an empty line
 * @param source the name of the source that brought it
 * @param sourceUrl where a person can read it; empty when there is no such place
 * @param tickers upper case, the main company first, without duplicates; empty when none was found
 * @param weight how much its score counts, {@value #LEAST_WEIGHT} to {@value #MOST_WEIGHT}
 * @param premiumTier the tier of the source, such as {@code standard} or {@code premium}
 * @param fetched when its content was fetched
 * @param processedAt when this event was made
 * @param rawPayload the item as the source gave it, as JSON
 * @param textQuality how {@code text} was obtained; empty for events of version 1
 */
public record Article(
        String eventId,
        ArticleId articleId,
        Instant timestamp,
        String title,
        String text,
        String source,
        String sourceUrl,
        ArticleType type,
        List<String> tickers,
        double weight,
        String premiumTier,
        Instant fetched,
        Instant processedAt,
        String rawPayload,
        Optional<TextQuality> textQuality) {

    /** The version of the event's schema that is written; readers also accept version 1. */
    public static final int SCHEMA_VERSION = 2;

    private static final int PREVIEW = 100;

    public static final double LEAST_WEIGHT = 0.1;
    public static final double MOST_WEIGHT = 10;

    /** @throws IllegalArgumentException when the weight is out of range */
    public Article {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(articleId, "articleId");
        Objects.requireNonNull(timestamp, "timestamp");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(sourceUrl, "sourceUrl");
        Objects.requireNonNull(type, "type");
        tickers = List.copyOf(tickers);
        Objects.requireNonNull(premiumTier, "premiumTier");
        Objects.requireNonNull(fetched, "fetched");
        Objects.requireNonNull(processedAt, "processedAt");
        Objects.requireNonNull(rawPayload, "rawPayload");
        Objects.requireNonNull(textQuality, "textQuality");
        if (!(weight >= LEAST_WEIGHT && weight <= MOST_WEIGHT)) {
            throw new IllegalArgumentException("weight %s of article %s is not between %s and %s"
                    .formatted(weight, articleId, LEAST_WEIGHT, MOST_WEIGHT));
        }
    }

    /** The beginning of the text: {@value #PREVIEW} characters and "..." where it is longer. */
    public String preview() {
        int end = text.offsetByCodePoints(0, Math.min(PREVIEW, text.codePointCount(0, text.length())));
        return end == text.length() ? text : text.substring(0, end) + "...";
    }
}
