package caravan.source;

import caravan.UnprocessableException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Entities;

/**
 * Puts right what publishers get wrong in XML, and takes out what a feed has no use for.
 *
 * <p>Afterwards there are no characters XML forbids, no comments, processing instructions, CDATA sections (they become
 * escaped text) or document type, and every ampersand begins a reference every parser knows. A document type that
 * declares anything is refused, so that no entity is ever expanded. One pass, linear in the length of the text.
 */
final class XmlRepair {

    private static final Set<String> XML_ENTITIES = Set.of("lt", "gt", "amp", "quot", "apos");
    private static final Pattern NUMBER = Pattern.compile("#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
    private static final int LONGEST_REFERENCE = 40;

    /** What windows-1252 has at 0x80 to 0x9F, which references such as &#146; mean though Unicode has controls there. */
    private static final String WINDOWS_1252_C1 =
            "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
                    + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    private final String text;
    private final StringBuilder repaired;
    private int at;

    private XmlRepair(String text) {
        this.text = text;
        this.repaired = new StringBuilder(text.length() + 64);
    }

    /** @throws UnprocessableException when the text declares a document type of its own */
    static String repair(String text) {
        return new XmlRepair(text).run();
    }

    private String run() {
        // Without its end a section runs to the end of the text: looked for once, not once per beginning.
        boolean commentsEnd = true;
        boolean sectionsEnd = true;
        boolean instructionsEnd = true;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '&') {
                reference();
            } else if (c != '<') {
                plain();
            } else if (text.startsWith("<![CDATA[", at)) {
                int end = sectionsEnd ? text.indexOf("]]>", at) : -1;
                sectionsEnd = end >= 0;
                section(at + 9, sectionsEnd ? end : text.length());
                at = sectionsEnd ? end + 3 : text.length();
            } else if (commentsEnd && text.startsWith("<!--", at)) {
                int end = text.indexOf("-->", at);
                commentsEnd = end >= 0;
                at = commentsEnd ? end + 3 : at;
            } else if (instructionsEnd && text.startsWith("<?", at)) {
                int end = text.indexOf("?>", at);
                instructionsEnd = end >= 0;
                at = instructionsEnd ? end + 2 : at;
            } else if (text.regionMatches(true, at, "<!DOCTYPE", 0, 9)) {
                documentType();
            } else if (beginsTag()) {
                repaired.append('<');
                at++;
            } else {
                repaired.append("&lt;");
                at++;
            }
        }
        return repaired.toString();
    }

    private boolean beginsTag() {
        if (at + 1 >= text.length()) {
            return false;
        }
        char next = text.charAt(at + 1);
        return Character.isLetter(next) || next == '_' || next == '/';
    }

    private void plain() {
        int codePoint = text.codePointAt(at);
        if (isXml(codePoint)) {
            repaired.appendCodePoint(codePoint);
        }
        at += Character.charCount(codePoint);
    }

    private void section(int from, int to) {
        for (int i = from; i < to; ) {
            int codePoint = text.codePointAt(i);
            append(codePoint);
            i += Character.charCount(codePoint);
        }
    }

    /** As text, not as markup. */
    private void append(int codePoint) {
        switch (codePoint) {
            case '<' -> repaired.append("&lt;");
            case '>' -> repaired.append("&gt;");
            case '&' -> repaired.append("&amp;");
            default -> {
                if (isXml(codePoint)) {
                    repaired.appendCodePoint(codePoint);
                }
            }
        }
    }

    private void reference() {
        int end = text.substring(at, Math.min(text.length(), at + LONGEST_REFERENCE))
                .indexOf(';');
        end = end < 0 ? -1 : at + end;
        String name = end < 0 ? "" : text.substring(at + 1, end);
        if (XML_ENTITIES.contains(name)) {
            repaired.append(text, at, end + 1);
            at = end + 1;
        } else if (NUMBER.matcher(name).matches()) {
            number(name);
            at = end + 1;
        } else if (NAME.matcher(name).matches() && !Entities.getByName(name).isEmpty()) {
            Entities.getByName(name).codePoints().forEach(this::append);
            at = end + 1;
        } else {
            repaired.append("&amp;");
            at++;
        }
    }

    private void number(String name) {
        int codePoint = name.charAt(1) == 'x' || name.charAt(1) == 'X'
                ? Integer.parseInt(name.substring(2), 16)
                : Integer.parseInt(name.substring(1));
        if (codePoint >= 0x80 && codePoint <= 0x9F) {
            repaired.append(WINDOWS_1252_C1.charAt(codePoint - 0x80));
        } else if (codePoint == '\n' || codePoint == '\r' || codePoint == '\t' || codePoint == '"') {
            // As a reference, for within an attribute the character itself would be read as something else.
            repaired.append("&#").append(codePoint).append(';');
        } else {
            append(codePoint);
        }
    }

    private void documentType() {
        char quote = 0;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '[') {
                throw new UnprocessableException("it declares a document type of its own, which is not accepted");
            } else if (c == '>') {
                at = i + 1;
                return;
            }
        }
        throw new UnprocessableException("its document type declaration has no end");
    }

    private static boolean isXml(int c) {
        return c == 0x9
                || c == 0xA
                || c == 0xD
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || (c >= 0x10000 && c <= 0x10FFFF);
    }
}
