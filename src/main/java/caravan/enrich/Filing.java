package caravan.enrich;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * A document filed with the SEC: all of it is text, and nothing stands around it, but the words of its envelope and
 * what inline XBRL hides.
 */
final class Filing {

    private static final int BEGINNING = 5_000;
    private static final Pattern COVER =
            Pattern.compile("(?i)securities and exchange commission\\W+washington,?\\W+d\\.?\\s?c\\.?\\W+20549");

    private Filing() {}

    static boolean is(Document document, URI url) {
        String path = url.getPath() == null ? "" : url.getPath().toLowerCase(Locale.ROOT);
        return path.contains("/archives/edgar/data/")
                || document.selectFirst("ix|header, document > type") != null
                || COVER.matcher(beginning(document)).find();
    }

    /** Changes the document. */
    static List<Block> blocks(Document document) {
        document.select("ix|header, script, style, [style*=display:none], [style*=display: none]")
                .remove();
        for (Element envelope : document.select("document > type, sequence, filename, description")) {
            envelope.textNodes().forEach(node -> node.text(""));
        }
        return Paragraphs.blocks(document.body()).stream()
                .filter(block -> block.text().chars().anyMatch(Character::isLetterOrDigit))
                .toList();
    }

    private static String beginning(Document document) {
        String text = document.body().text();
        return text.substring(0, Math.min(BEGINNING, text.length()));
    }
}
