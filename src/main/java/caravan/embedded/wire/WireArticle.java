package caravan.embedded.wire;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * An article as its author meant it: what a reader of the wire should end up with. Immutable.
 *
 * @param number its place in the stream, from 0
 * @param desk that publishes it
 * @param kind what it tells of, such as {@code earnings-beat}
 * @param title as plain text
 * @param paragraphs of the text, plain, without line breaks
 * @param tones what it says of each company, by ticker; the company it is mainly about comes first
 * @param tone what it says as a whole
 * @param published to the precision of the wire's pace; feeds and pages state whole seconds
 */
public record WireArticle(
        long number,
        Desk desk,
        String kind,
        String title,
        List<String> paragraphs,
        Map<String, Tone> tones,
        Tone tone,
        Instant published) {

    private static final int SLUG_LENGTH = 60;

    public WireArticle {
        Objects.requireNonNull(desk, "desk");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(title, "title");
        paragraphs = List.copyOf(paragraphs);
        Objects.requireNonNull(tones, "tones");
        Objects.requireNonNull(tone, "tone");
        Objects.requireNonNull(published, "published");
    }

    /** The whole text: the paragraphs joined by blank lines. */
    public String text() {
        return String.join("\n\n", paragraphs);
    }

    /** The first paragraph, which feeds give as the summary. */
    public String summary() {
        return paragraphs.get(0);
    }

    /** The companies it is about, the main one first. */
    public List<String> tickers() {
        return List.copyOf(tones.keySet());
    }

    /** Where its page is, below the wire's address. */
    public String path() {
        return "/articles/%d-%s.html".formatted(number, slug());
    }

    private String slug() {
        String words = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return words.substring(0, Math.min(words.length(), SLUG_LENGTH)).replaceAll("^-|-$", "");
    }
}
