package caravan.enrich;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What stands above an article and is not its text: the headline, who wrote it, when, for how long to read, whom to send
 * it to. Told by the page's own title and by what stands beside it; a paragraph of prose, such as a standfirst, is
 * never taken for it.
 */
final class ArticleHead {

    /** What has so much text of its own is prose. */
    private static final int PROSE = 80;

    /** No line about an article is longer. */
    private static final int LONGEST_LINE = 160;

    /** How far from the headline such lines are looked for. */
    private static final int LEVELS = 3;

    /** A shorter headline may be part of a title by chance. */
    private static final int TELLING_TITLE = 15;

    private static final Set<String> WHOLE = Set.of("html", "body", "main", "article");

    private static final Set<String> NAMES = Set.of(
            "author",
            "authors",
            "byline",
            "bylines",
            "date",
            "dateline",
            "eyebrow",
            "kicker",
            "meta",
            "metadata",
            "posted",
            "pubdate",
            "published",
            "share",
            "social",
            "time",
            "timestamp");

    private static final Pattern SEPARATOR = Pattern.compile("\\s+[|\u2013\u2014\u00b7\u00ab\u00bb:-]+\\s+");
    private static final Pattern CAMEL = Pattern.compile("(?<=\\p{Lower})(?=\\p{Upper})|[^\\p{L}\\p{N}]+");
    private static final Pattern LINE = Pattern.compile(
            "(?:(?:written |reported |story |words )?by|published|posted|updated|last updated|first published)\\b.*[^.!?\"\u201d]",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SENTENCE = Pattern.compile(".{60,}[.!?][\"\u201d]?");

    private final Set<String> titles;

    private ArticleHead(Set<String> titles) {
        this.titles = titles;
    }

    /** Of the article on a page, which is not changed. */
    static ArticleHead of(Document document) {
        Stream<String> declared = Stream.of(
                        "meta[property=og:title]", "meta[name=twitter:title]", "meta[itemprop=headline]")
                .map(document::selectFirst)
                .filter(Objects::nonNull)
                .map(meta -> meta.attr("content"));
        Stream<String> parts = Arrays.stream(SEPARATOR.split(document.title())).filter(part -> part.contains(" "));
        return new ArticleHead(Stream.of(declared, parts, Stream.of(document.title()))
                .flatMap(titles -> titles)
                .map(ArticleHead::plain)
                .filter(title -> !title.isEmpty())
                .collect(Collectors.toSet()));
    }

    /** Takes it out of the page. */
    void removeFrom(Document document) {
        List<Element> headings = new ArrayList<>(document.select("h1, h2, [itemprop=headline]"));
        headings.removeIf(heading -> !isTitle(heading.text()));
        if (headings.isEmpty() && document.select("h1").size() == 1) {
            headings.add(document.selectFirst("h1"));
        }
        for (Element heading : headings) {
            Element block = block(heading);
            removeBeside(block);
            block.remove();
        }
    }

    /** Takes it off the beginning of a text that was made of the page; one that is nothing else is left. */
    String removeFrom(String text) {
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf("\n\n", from);
            String paragraph = text.substring(from, end < 0 ? text.length() : end);
            boolean line = paragraph.length() <= LONGEST_LINE
                    && LINE.matcher(paragraph).matches();
            if (!line && !titles.contains(plain(paragraph))) {
                return text.substring(from);
            }
            from = end < 0 ? text.length() : end + 2;
        }
        return text;
    }

    private boolean isTitle(String heading) {
        String plain = plain(heading);
        return titles.contains(plain)
                || (plain.length() >= TELLING_TITLE && titles.stream().anyMatch(title -> title.startsWith(plain)));
    }

    /** The largest element that holds the headline and lines about the article and no prose. */
    private static Element block(Element heading) {
        Element block = heading;
        for (Element parent = heading.parent();
                parent != null && !WHOLE.contains(parent.nodeName()) && !hasProse(parent, heading);
                parent = parent.parent()) {
            block = parent;
        }
        return block;
    }

    /** Lines about the article behind the block, up to the first prose, and in an article those before it. */
    private static void removeBeside(Element block) {
        Element at = block;
        for (int level = 0; level < LEVELS && at != null && !WHOLE.contains(at.nodeName()); level++) {
            for (Element sibling : at.nextElementSiblings()) {
                if (hasProse(sibling, block)) {
                    if (level == 0 && isHeader(at.parent())) {
                        continue;
                    }
                    return;
                }
                if (isLine(sibling)) {
                    sibling.remove();
                }
            }
            at = at.parent();
        }
    }

    private static boolean isHeader(Element element) {
        return element != null && element.nodeName().equals("header");
    }

    private static boolean isLine(Element element) {
        String text = element.text();
        return text.length() <= LONGEST_LINE
                && !SENTENCE.matcher(text).matches()
                && (!element.select("time, [rel=author], [itemprop=author], [itemprop=datePublished]")
                                .isEmpty()
                        || element.getAllElements().stream().anyMatch(ArticleHead::isNamedForIt)
                        || LINE.matcher(text).matches());
    }

    private static boolean isNamedForIt(Element element) {
        return CAMEL.splitAsStream(element.className() + ' ' + element.id())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .anyMatch(NAMES::contains);
    }

    private static boolean hasProse(Element element, Element besides) {
        return element.getAllElements().stream()
                .anyMatch(one -> !one.equals(besides) && one.ownText().length() >= PROSE);
    }

    private static String plain(String title) {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "");
    }
}
