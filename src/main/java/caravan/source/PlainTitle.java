package caravan.source;

import org.jsoup.Jsoup;
import org.jsoup.parser.Parser;

/** A headline as a person reads it: one line, no markup, no entities. */
final class PlainTitle {

    private PlainTitle() {}

    /** Where the feed's format lets titles be HTML. */
    static String ofHtml(String html) {
        // Many feeds escape twice; what is left of that is never meant.
        String text = Jsoup.parseBodyFragment(FeedHtml.unwrapped(html)).text();
        return ofText(text);
    }

    /** Where the format says plain text, angle brackets are meant; entities never are. */
    static String ofText(String text) {
        return (text.indexOf('&') < 0 ? text : Parser.unescapeEntities(text, false))
                .replaceAll("[\\s\\p{Cntrl}\\u00A0]+", " ")
                .strip();
    }
}
