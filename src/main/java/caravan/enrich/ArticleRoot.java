package caravan.enrich;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * The element of a page that holds its article.
 *
 * <p>Where the prose is densest ({@link ProseMap}), or an element that the page marks up or names as its article's body
 * ({@code enrich/article-names.txt}) where that holds most of the same prose. What stands beside it and reads like more
 * of it, such as a standfirst or a second part, is taken in.
 */
final class ArticleRoot {

    /** A marked-up body may lack so much of what is found by density, or have so much more, and is still believed. */
    private static final double ENOUGH_OF_IT = 0.55;

    private static final double AT_MOST_OF_IT = 2.2;

    private static final int LEVELS = 4;

    private static final int PROSE = 80;

    private static final double FEW_LINKS = 0.3;

    private static final Set<String> WHOLE = Set.of("html", "body", "main", "article");

    private static final Pattern NAMES =
            Pattern.compile("(?:^|[ ])(?:" + String.join("|", Lines.of("enrich/article-names.txt")) + ")(?:[ ]|$)");

    private final Document document;
    private final ProseMap prose;

    private ArticleRoot(Document document) {
        this.document = document;
        this.prose = ProseMap.of(document.body());
    }

    /** Of a page without its clutter; what stands beside the article may be taken out of it. */
    static Element of(Document document) {
        return new ArticleRoot(document).find();
    }

    private Element find() {
        Element dense = densest(document.body());
        Element named = named(dense);
        Element root = named == null ? dense : named;
        return named != null && isMarkedUp(named) ? named : widened(root);
    }

    private Element densest(Element within) {
        Element best = within;
        double most = prose.dense(within);
        for (Element element : within.getAllElements()) {
            double dense = prose.dense(element);
            if (dense > most && Paragraphs.isBlock(element) && !isParagraph(element)) {
                best = element;
                most = dense;
            }
        }
        return best;
    }

    private static boolean isParagraph(Element element) {
        return Set.of("p", "li", "pre", "h1", "h2", "h3", "dd", "dt", "tr", "tbody")
                .contains(element.nodeName());
    }

    /** The smallest element that is marked up or named as the article's body and fits what was found by density. */
    private Element named(Element dense) {
        double wanted = prose.prose(dense);
        Element best = null;
        double bestValue = 0;
        for (Element element : document.body().getAllElements()) {
            double own = prose.prose(element);
            if (own >= ENOUGH_OF_IT * wanted && own <= AT_MOST_OF_IT * wanted && own > 0) {
                int rank = rank(element);
                if (rank > 0 && (isWithin(element, dense) || isWithin(dense, element))) {
                    double value = rank * own;
                    if (value > bestValue * 1.02) {
                        best = element;
                        bestValue = value;
                    } else if (best != null && value > bestValue * 0.95 && isWithin(element, best)) {
                        best = element;
                    }
                }
            }
        }
        return best;
    }

    private static int rank(Element element) {
        if (isMarkedUp(element)) {
            return 4;
        }
        String name = element.nodeName();
        boolean container =
                name.equals("div") || name.equals("section") || name.equals("article") || name.equals("main");
        if (container && (isNamed(element.className()) || isNamed(element.id()))) {
            return 3;
        }
        if (name.equals("article")) {
            return 2;
        }
        return 0;
    }

    private static boolean isMarkedUp(Element element) {
        return element.attr("itemprop").equalsIgnoreCase("articleBody");
    }

    private static boolean isNamed(String names) {
        return !names.isEmpty() && NAMES.matcher(Clutter.words(names).strip()).find();
    }

    private static boolean isWithin(Element inner, Element outer) {
        return inner.equals(outer) || inner.parents().contains(outer);
    }

    /** The element with what reads like a part of the article beside it, up to a few levels above it. */
    private Element widened(Element root) {
        Element widest = root;
        Element at = root;
        for (int level = 0; level < LEVELS && !WHOLE.contains(at.nodeName()); level++) {
            Element parent = at.parent();
            if (parent == null) {
                return widest;
            }
            Optional<Element> kept = keepParts(parent, at, root);
            if (kept.isPresent()) {
                widest = parent;
            }
            at = parent;
        }
        return widest;
    }

    /** Takes out of the parent what is no part of the article; empty when it then has no more than the child. */
    private Optional<Element> keepParts(Element parent, Element child, Element root) {
        List<Element> others = new ArrayList<>();
        boolean more = false;
        for (Element sibling : parent.children()) {
            if (!sibling.equals(child)) {
                if (isPart(sibling, root)) {
                    more = true;
                } else {
                    others.add(sibling);
                }
            }
        }
        if (!more) {
            return Optional.empty();
        }
        others.forEach(Element::remove);
        return Optional.of(parent);
    }

    private boolean isPart(Element sibling, Element root) {
        String name = sibling.nodeName();
        if (prose.prose(sibling) < PROSE || prose.linked(sibling) > FEW_LINKS) {
            return name.matches("h[2-6]")
                    && prose.linked(sibling) == 0
                    && Objects.equals(sibling.parent(), root.parent());
        }
        boolean same = !root.className().isEmpty() && sibling.className().equals(root.className());
        boolean prosaic = prose.prose(sibling) > 0.8 * prose.text(sibling);
        boolean paragraph = name.equals("p") || name.equals("blockquote") || name.equals("pre");
        return paragraph || same || (prosaic && sibling.select("a").size() <= 3 + prose.prose(sibling) / 200);
    }
}
