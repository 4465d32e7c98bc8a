package caravan.enrich;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What a page says of itself by which one knows that it stands where an article should: it asks for consent, for a proof
 * of being human or for JavaScript, or says that there is nothing ({@code enrich/obstacle-titles.txt}). Immutable.
 *
 * @param title of the document
 * @param headline empty when it has none
 */
record Obstacle(String title, String headline) {

    /** With more text than this it is an article, whatever its title. */
    private static final int LONGEST = 1_200;

    private static final int LONGEST_NOTE = 400;

    private static final Pattern TITLES = Pattern.compile(
            "(?:.{1,60}\\s[-|\u2013\u2014\u00b7\u00bb]\\s+)?(?:"
                    + String.join("|", Lines.of("enrich/obstacle-titles.txt"))
                    + ")[.?!\u2026]*(?:\\s*[-|\u2013\u2014\u00b7\u00bb]\\s.{1,60})?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NOTE = Pattern.compile(
            "\\b(?:enable|turn on|activate) (?:your )?(?:java ?script|cookies)\\b"
                    + "|\\bjava ?script (?:is|seems to be|must be|has been)(?: either)? (?:not |currently )?"
                    + "(?:disabled|required|enabled|available)\\b",
            Pattern.CASE_INSENSITIVE);

    /** What there is on the page before anything is taken out of it. */
    static Obstacle of(Document document) {
        return new Obstacle(
                document.title(),
                Optional.ofNullable(document.selectFirst("h1"))
                        .map(Element::text)
                        .orElse(""));
    }

    /**
     * What the page shows instead of an article, as a person would say it.
     *
     * @param text found on the page; may be empty
     */
    Optional<String> insteadOf(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        Optional<String> named = Stream.of(title, headline)
                .map(String::strip)
                .filter(name -> TITLES.matcher(name.replace('\u2019', '\'')).matches())
                .findFirst();
        if (named.isPresent()) {
            return named;
        }
        if (text.length() <= LONGEST_NOTE && NOTE.matcher(text).find()) {
            return Optional.of(text);
        }
        // A page whose article a script would fetch has its title and nothing else.
        return !text.isBlank() && letters(title).contains(letters(text)) ? Optional.of(title) : Optional.empty();
    }

    private static String letters(String text) {
        StringBuilder letters = new StringBuilder();
        text.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(letters::appendCodePoint);
        return letters.toString();
    }
}
