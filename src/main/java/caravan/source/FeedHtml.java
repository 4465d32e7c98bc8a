package caravan.source;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.parser.Parser;

/** The HTML of a feed's content as its author meant it, however often it was wrapped on the way. */
final class FeedHtml {

    private static final String TAGS =
            "p|br|div|span|a|b|i|em|strong|ul|ol|li|table|td|tr|img|h[1-6]|blockquote|figure|pre|code|section|article";
    private static final Pattern TAG = Pattern.compile("<(?:" + TAGS + ")(?:\\s[^<>]*)?/?>", Pattern.CASE_INSENSITIVE);
    private static final Pattern ESCAPED_TAG = Pattern.compile(
            "&lt;/(?:" + TAGS + ")\\s*&gt;|&lt;(?:br|p|img)\\b[^<>]{0,400}?&gt;", Pattern.CASE_INSENSITIVE);

    /** More than twice nobody escapes by accident. */
    private static final int MOST_LAYERS = 2;

    private FeedHtml() {}

    /** Escaped markup is markup when there is no other: a text about HTML has some of its own around it. */
    static String repaired(String html) {
        String repaired = unwrapped(html);
        for (int layer = 0; layer < MOST_LAYERS; layer++) {
            if (TAG.matcher(repaired).find() || !ESCAPED_TAG.matcher(repaired).find()) {
                break;
            }
            repaired = unwrapped(Parser.unescapeEntities(repaired, false));
        }
        return repaired;
    }

    /** Without a CDATA section's marks that were escaped with the rest. */
    static String unwrapped(String text) {
        String stripped = text.strip();
        return Stream.of(List.of("<![CDATA[", "]]>"), List.of("&lt;![CDATA[", "]]&gt;"))
                .filter(marks -> stripped.startsWith(marks.get(0)))
                .findFirst()
                .map(marks -> stripped.substring(
                                marks.get(0).length(),
                                stripped.length()
                                        - (stripped.endsWith(marks.get(1))
                                                ? marks.get(1).length()
                                                : 0))
                        .strip())
                .orElse(stripped);
    }
}
