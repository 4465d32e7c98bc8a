package caravan.enrich;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
        return text(blocks(element));
    }

    /** The paragraphs of an element. */
    static List<Block> blocks(Element element) {
        Writer writer = new Writer();
        NodeTraversor.traverse(writer, element);
        return writer.blocks();
    }

    static String text(List<Block> blocks) {
        return blocks.stream().map(Block::text).collect(Collectors.joining("\n\n"));
    }

    static boolean isBlock(Element element) {
        return BLOCKS.contains(element.nodeName());
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
        return text(writer.blocks());
    }

    /** Writes paragraphs; an empty one leaves no trace. */
    private static final class Writer implements NodeVisitor {

        private static final int NOTHING_SKIPPED = -1;

        private final List<Block> blocks = new ArrayList<>();
        private final StringBuilder out = new StringBuilder();
        private int skippedFrom = NOTHING_SKIPPED;
        private int preformatted;
        private int headings;
        private int items;
        private int anchors;
        private int linked;
        private int rowsFrom = NOTHING_SKIPPED;
        private boolean cell;
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
            } else if (node instanceof Element element) {
                open(element, depth);
            }
        }

        private void open(Element element, int depth) {
            String name = element.nodeName();
            if (SKIPPED.contains(name)) {
                skippedFrom = depth;
            } else if (name.equals("br")) {
                if (rowsFrom == NOTHING_SKIPPED) {
                    endLine();
                } else {
                    blank = true;
                }
            } else if (name.equals("a")) {
                anchors += element.hasAttr("href") ? 1 : 0;
            } else if (rowsFrom != NOTHING_SKIPPED && !name.equals("caption")) {
                row(name);
            } else if (BLOCKS.contains(name)) {
                endParagraph();
                enter(name, 1);
                rowsFrom = name.equals("table") && Rows.isData(element) ? depth : NOTHING_SKIPPED;
            } else if (name.equals("td") || name.equals("th")) {
                blank = true;
            }
        }

        /** Within a table of data each row is a line, and cells that say something are set apart. */
        private void row(String name) {
            if (name.equals("tr")) {
                endLine();
                breaks = Math.min(1, breaks);
                cell = false;
            } else if (name.equals("td") || name.equals("th")) {
                cell = true;
            } else if (BLOCKS.contains(name)) {
                blank = true;
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (skippedFrom == depth) {
                skippedFrom = NOTHING_SKIPPED;
            } else if (skippedFrom == NOTHING_SKIPPED && node instanceof Element element) {
                close(element, depth);
            }
        }

        private void close(Element element, int depth) {
            String name = element.nodeName();
            if (name.equals("a")) {
                anchors -= element.hasAttr("href") ? 1 : 0;
            } else if (rowsFrom == depth) {
                endParagraph();
                rowsFrom = NOTHING_SKIPPED;
                cell = false;
            } else if (rowsFrom != NOTHING_SKIPPED) {
                blank |= BLOCKS.contains(name);
            } else if (BLOCKS.contains(name)) {
                endParagraph();
                enter(name, -1);
            }
        }

        private void enter(String name, int by) {
            if (name.equals("pre")) {
                preformatted += by;
            } else if (name.equals("li") || name.equals("dd") || name.equals("dt")) {
                items += by;
            } else if (name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) != 'r') {
                headings += by;
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
                if (breaks >= 2) {
                    endBlock();
                } else if (out.length() > 0 && breaks > 0) {
                    out.append('\n');
                } else if (out.length() > 0 && cell && !Rows.belongsToCellBefore(c, out)) {
                    out.append(" | ");
                } else if (out.length() > 0 && blank && !cell) {
                    out.append(' ');
                    linked += anchors > 0 ? 1 : 0;
                }
                breaks = 0;
                blank = false;
                cell = false;
                out.append(c);
                linked += anchors > 0 ? 1 : 0;
            }
        }

        private void endLine() {
            breaks = Math.min(2, breaks + 1);
        }

        private void endParagraph() {
            endBlock();
        }

        /** What is written so far is a paragraph; what its element is, is still known. */
        private void endBlock() {
            if (out.length() > 0) {
                blocks.add(new Block(out.toString(), kind(), Math.min(linked, out.length())));
                out.setLength(0);
            }
            linked = 0;
            breaks = 0;
            blank = false;
        }

        private Block.Kind kind() {
            if (rowsFrom != NOTHING_SKIPPED) {
                return Block.Kind.ROWS;
            }
            if (preformatted > 0) {
                return Block.Kind.PREFORMATTED;
            }
            if (headings > 0) {
                return Block.Kind.HEADING;
            }
            return items > 0 ? Block.Kind.ITEM : Block.Kind.PROSE;
        }

        private List<Block> blocks() {
            endBlock();
            return blocks;
        }
    }
}
