package caravan.enrich;

import caravan.article.TextQuality;
import java.util.Objects;

/**
 * The complete text of an article.
 *
 * @param text paragraphs separated by an empty line, no blanks at line ends, no control characters; never blank
 * @param quality how it was obtained
 */
public record ExtractedText(String text, TextQuality quality) {

    public ExtractedText {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(quality, "quality");
        if (text.isBlank()) {
            throw new IllegalArgumentException("An article's text is blank");
        }
    }
}
