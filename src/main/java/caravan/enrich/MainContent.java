package caravan.enrich;

import caravan.UnprocessableException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import net.dankito.readability4j.Readability4J;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.NodeTraversor;

/**
 * Tells a page's article from all that stands around it.
 *
 * <p>Readability4J decides, after small blocks that sites themselves name as shares, comments or promotion are taken
 * out, and the headline with what stands beside it ({@link ArticleHead}). Where it has lost most of what the page marks up as its article, or most of the page's long paragraphs, those
 * are taken instead: a few lines too many harm a reader less than half an article.
 */
final class MainContent {

    /** Deeper than any page made for people; what is nested deeper is a trap for recursive readers. */
    private static final int DEEPEST = 400;

    /** An extraction with less than this share of the marked-up article or of the long paragraphs has lost it. */
    private static final double LOST = 0.3;

    private static final int LONG_PARAGRAPH = 80;

    /** A block with a larger share of the page's text may be the article, whatever it is called. */
    private static final double SMALL_BLOCK = 0.2;

    private static final String NAMES = "(?i)(^|[\\s_-])(share|sharing|social|related|newsletter|signup|promo|cookie"
            + "|breadcrumbs?|sharedaddy|disqus|comments?|recirc|outbrain|taboola|advert(isement)?|ad)($|[\\s_-])";
    private static final String CLUTTER = "aside, [class~=%s], [id~=%s]".formatted(NAMES, NAMES);

    private MainContent() {}

    /**
     * The text of a page's article; blank when it has none. Changes the document.
     *
     * @throws UnprocessableException that names the address, when the page cannot be read at all
     */
    static String of(Document document, URI url) {
        flatten(document);
        removeClutter(document);
        ArticleHead head = ArticleHead.of(document);
        head.removeFrom(document);
        return head.removeFrom(article(document, url));
    }

    private static String article(Document document, URI url) {
        String marked = markedUp(document);
        String paragraphs = longParagraphs(document);
        String read = readability(document, url);
        if (read.length() < LOST * marked.length()) {
            return marked;
        }
        return read.length() < LOST * paragraphs.length() ? paragraphs : read;
    }

    private static String readability(Document document, URI url) {
        try {
            Element content =
                    new Readability4J(url.toString(), document).parse().getArticleContent();
            return content == null ? "" : Paragraphs.of(content);
        } catch (RuntimeException e) {
            throw new UnprocessableException("The page %s cannot be read: %s".formatted(url, e), e);
        }
    }

    private static void removeClutter(Document document) {
        double small = SMALL_BLOCK * document.body().text().length();
        document.body().select(CLUTTER).stream()
                .filter(block -> block.text().length() < small)
                .forEach(Element::remove);
    }

    /** The text of the element that the page itself calls its article, where there is exactly one. */
    private static String markedUp(Document document) {
        List<Element> articles = document.select("[itemprop=articleBody]");
        if (articles.size() != 1) {
            articles = document.select("article");
        }
        return articles.size() == 1 ? Paragraphs.of(articles.get(0)) : "";
    }

    private static String longParagraphs(Document document) {
        StringBuilder text = new StringBuilder();
        for (Element paragraph : document.select("p, pre, blockquote:not(:has(p))")) {
            String one = Paragraphs.of(paragraph);
            if (one.length() > LONG_PARAGRAPH && paragraph.closest("footer, nav, form, aside") == null) {
                text.append(one).append("\n\n");
            }
        }
        return text.toString().strip();
    }

    /** Keeps the words of what is nested too deeply, and none of its elements. */
    private static void flatten(Document document) {
        List<Element> deep = new ArrayList<>();
        NodeTraversor.traverse(
                (node, depth) -> {
                    if (depth == DEEPEST && node instanceof Element element) {
                        deep.add(element);
                    }
                },
                document);
        deep.forEach(element -> element.text(element.wholeText()));
    }
}
