package caravan.enrich;

import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/**
 * Turns markup into plain text as a reader sees it: one paragraph per block, separated by an empty line, blanks
 * collapsed, line breaks and preformatted lines kept; no scripts, forms, navigation or control characters.
 */
final class Paragraphs {

    private static final Set<String> SKIPPED = Set.of(
            "script",
            "style",
            "noscript",
            "template",
            "head",
            "nav",
            "form",
            "button",
            "select",
            "textarea",
            "iframe",
            "object",
            "svg",
            "math",
            "canvas",
            "audio",
            "video",
            "dialog",
            "menu");

    private static final Set<String> BLOCKS = Set.of(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "center",
            "dd",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "ol",
            "p",
            "pre",
            "section",
            "table",
            "tbody",
            "tfoot",
            "thead",
            "tr",
            "ul",
            "caption",
            "summary",
            "details");

    private Paragraphs() {}

    /** The text of an element. */
    static String of(Element element) {
        Writer writer = new Writer();
        NodeTraversor.traverse(writer, element);
        return writer.text();
    }

    /** Plain text with its blanks, line ends and control characters put in order; paragraphs are kept. */
    static String normalise(String plain) {
        Writer writer = new Writer();
        for (String line : plain.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1)) {
            if (line.isBlank()) {
                writer.endParagraph();
            } else {
                writer.flowing(line);
                writer.endLine();
            }
        }
        return writer.text();
    }

    /** Writes paragraphs; an empty one leaves no trace. */
    private static final class Writer implements NodeVisitor {

        private static final int NOTHING_SKIPPED = -1;

        private final StringBuilder out = new StringBuilder();
        private int skippedFrom = NOTHING_SKIPPED;
        private int preformatted;
        private boolean blank;
        private int breaks;

        @Override
        public void head(Node node, int depth) {
            if (skippedFrom != NOTHING_SKIPPED) {
                return;
            }
            if (node instanceof TextNode text) {
                if (preformatted > 0) {
                    lines(text.getWholeText());
                } else {
                    flowing(text.getWholeText());
                }
            } else if (SKIPPED.contains(node.nodeName())) {
                skippedFrom = depth;
            } else if (node.nodeName().equals("br")) {
                endLine();
            } else if (BLOCKS.contains(node.nodeName())) {
                endParagraph();
                preformatted += node.nodeName().equals("pre") ? 1 : 0;
            } else if (node.nodeName().equals("td") || node.nodeName().equals("th")) {
                blank = true;
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (skippedFrom == depth) {
                skippedFrom = NOTHING_SKIPPED;
            } else if (skippedFrom == NOTHING_SKIPPED && BLOCKS.contains(node.nodeName())) {
                endParagraph();
                preformatted -= node.nodeName().equals("pre") ? 1 : 0;
            }
        }

        private void flowing(String text) {
            for (int i = 0; i < text.length(); i++) {
                write(text.charAt(i));
            }
        }

        private void lines(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) == '\n') {
                    endLine();
                } else {
                    write(text.charAt(i));
                }
            }
        }

        private void write(char c) {
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                blank = true;
            } else if (!Character.isISOControl(c) && c != '\uFEFF' && c != '\u200B' && c != '\u00AD') {
                if (out.length() > 0 && breaks > 0) {
                    out.append(breaks == 1 ? "\n" : "\n\n");
                } else if (out.length() > 0 && blank) {
                    out.append(' ');
                }
                breaks = 0;
                blank = false;
                out.append(c);
            }
        }

        private void endLine() {
            breaks = Math.min(2, breaks + 1);
        }

        private void endParagraph() {
            breaks = 2;
        }

        private String text() {
            return out.toString();
        }
    }
}
