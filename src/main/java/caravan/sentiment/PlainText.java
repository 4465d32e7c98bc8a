package caravan.sentiment;

import java.util.regex.Pattern;

/** What a sentence says without what only posts have: addresses, hashtags, cashtags that lead, dots where it was cut. */
final class PlainText {

    private static final Pattern CLUTTER =
            Pattern.compile("https?://\\S*|#\\w+|^(\\s*\\$[A-Za-z.]+[\\s,]+)+-?\\s*|\u2026|\\.\\.\\.\\s*$");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0]+");

    private PlainText() {}

    /** The text itself where nothing would be left. */
    static String of(String text) {
        String plain = BLANKS.matcher(CLUTTER.matcher(text).replaceAll(" "))
                .replaceAll(" ")
                .strip();
        return plain.isEmpty() ? text.strip() : plain;
    }
}
