package caravan.enrich;

import caravan.UnprocessableException;
import caravan.article.TextQuality;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import net.dankito.readability4j.Readability4J;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.NodeTraversor;

/**
 * Tells a page's article from all that stands around it.
 *
 * <p>First goes what the page itself calls something else ({@link Clutter}) and what stands above an article
 * ({@link ArticleHead}); then the element that holds the article is found ({@link ArticleRoot}), and of its paragraphs
 * those are left out that are about it, or lead away from it ({@link BlockFilter}). Where that loses most of the page's
 * prose, less is taken for clutter, and last Readability4J is asked: a few lines too many harm a reader less than half
 * an article.
 */
final class MainContent {

    /** Deeper than any page made for people; what is nested deeper is a trap for recursive readers. */
    private static final int DEEPEST = 400;

    /** An extraction with less than this share of what another finds has lost the article. */
    private static final double LOST = 0.4;

    /** So much text is an article, however short. */
    private static final int ENOUGH = 500;

    private MainContent() {}

    /**
     * The text of a page's article; empty when it has none. Changes the document.
     *
     * @param again parses the page once more, where it has to be read in another way
     * @throws UnprocessableException that names the address, when the page cannot be read at all or something stands where
     *     the article should
     */
    static Optional<ExtractedText> of(Document document, Supplier<Document> again, URI url) {
        flatten(document);
        if (Filing.is(document, url)) {
            return text(Paragraphs.text(Filing.blocks(document)), TextQuality.FILING);
        }
        PageData data = new PageData(document);
        Obstacle obstacle = Obstacle.of(document);
        Found found = visible(document, again, url);
        String visible = found.text();
        Optional<String> described = data.articleBody().filter(body -> visible.length() < LOST * body.length());
        if (described.isPresent()) {
            return text(described.get(), TextQuality.EMBEDDED);
        }
        if (visible.length() < 2 * ENOUGH) {
            Optional<String> drawn = data.drawnText().filter(text -> visible.length() < LOST * text.length());
            if (drawn.isPresent()) {
                return text(drawn.get(), TextQuality.EMBEDDED);
            }
        }
        obstacle.insteadOf(visible).ifPresent(shown -> {
            throw new UnprocessableException("%s shows no article but '%s'".formatted(url, shown));
        });
        return text(visible, found.walled() ? TextQuality.TRUNCATED : TextQuality.PAGE);
    }

    private static Optional<ExtractedText> text(String text, TextQuality quality) {
        return text.isBlank() ? Optional.empty() : Optional.of(new ExtractedText(text, quality));
    }

    /** @param walled whether the page says that there is more for those who pay */
    private record Found(String text, boolean walled) {

        private int length() {
            return text.length();
        }

        private boolean isBlank() {
            return text.isBlank();
        }
    }

    private static Found visible(Document document, Supplier<Document> again, URI url) {
        Found strict = article(document, true);
        if (strict.length() >= ENOUGH) {
            return strict;
        }
        Found lenient = article(flat(again), false);
        if (strict.length() >= LOST * lenient.length() && !strict.isBlank()) {
            return strict;
        }
        Found read = readability(flat(again), url);
        return lenient.length() >= LOST * read.length() && !lenient.isBlank() ? lenient : read;
    }

    private static Document flat(Supplier<Document> again) {
        Document document = again.get();
        flatten(document);
        return document;
    }

    private static Found article(Document document, boolean strict) {
        ArticleHead head = ArticleHead.of(document);
        Clutter.removeUnread(document);
        if (strict) {
            Clutter.remove(document);
        }
        head.removeFrom(document);
        List<Block> blocks = Paragraphs.blocks(ArticleRoot.of(document));
        return new Found(head.removeFrom(Paragraphs.text(BlockFilter.of(blocks))), BlockFilter.hasWall(blocks));
    }

    private static Found readability(Document document, URI url) {
        try {
            Element content =
                    new Readability4J(url.toString(), document).parse().getArticleContent();
            return new Found(content == null ? "" : Paragraphs.of(content), false);
        } catch (RuntimeException e) {
            throw new UnprocessableException("The page %s cannot be read: %s".formatted(url, e), e);
        }
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
