package caravan.enrich;

import caravan.article.TextQuality;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * The complete text of an article.
 *
 * @param text paragraphs separated by an empty line, no blanks at line ends, no control characters; never blank
 * @param quality how it was obtained
 * @param nextPage where the article goes on, if it has more pages than this
 */
public record ExtractedText(String text, TextQuality quality, Optional<URI> nextPage) {

    public ExtractedText {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(quality, "quality");
        Objects.requireNonNull(nextPage, "nextPage");
        if (text.isBlank()) {
            throw new IllegalArgumentException("An article's text is blank");
        }
    }

    /** Of an article of one page. */
    public ExtractedText(String text, TextQuality quality) {
        this(text, quality, Optional.empty());
    }
}
