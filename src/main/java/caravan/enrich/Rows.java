package caravan.enrich;

import java.util.Set;
import org.jsoup.nodes.Element;

/** Tells tables of data, whose rows are lines of cells, from those that only lay out a page. */
final class Rows {

    private static final Set<String> LAYOUT = Set.of(
            "table", "ul", "ol", "h1", "h2", "h3", "h4", "article", "section", "pre", "blockquote", "img", "form");

    /** No cell of data is longer. */
    private static final int LONGEST_CELL = 300;

    private Rows() {}

    /** Whether a table has at least two rows of at least two cells with something in them, and nothing larger. */
    static boolean isData(Element table) {
        int rows = 0;
        for (Element row : table.select("tr")) {
            int cells = 0;
            for (Element cell : row.children()) {
                if (cell.hasText()) {
                    cells++;
                    if (cell.wholeText().length() > LONGEST_CELL && cell.text().length() > LONGEST_CELL) {
                        return false;
                    }
                }
            }
            rows += cells > 1 ? 1 : 0;
        }
        return rows > 1 && table.getAllElements().stream().skip(1).noneMatch(one -> LAYOUT.contains(one.nodeName()));
    }

    /** Accounts are set with currency, brackets and percent signs in cells of their own. */
    static boolean belongsToCellBefore(char c, CharSequence written) {
        char before = written.charAt(written.length() - 1);
        return c == ')' || c == '%' || before == '(' || before == '$' || before == '\u20ac' || before == '\u00a3';
    }
}
