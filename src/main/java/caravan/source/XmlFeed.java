package caravan.source;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import caravan.UnprocessableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdom2.Element;
import org.jdom2.JDOMException;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Entities;
import org.jsoup.parser.Parser;

/**
 * An RSS or Atom feed taken apart into its items, each of which stands or falls alone.
 *
 * <p>A feed that is not well-formed is cut at its items' tags, so that one broken item, or an end that never arrived,
 * costs the items concerned and no others.
 *
 * @param root the feed with all its items
 * @param items in the feed's order
 */
record XmlFeed(Element root, List<Part> items) {

    /** One item: well-formed, or why it is not. */
    record Part(Optional<Element> element, String problem) {

        static Part of(Element element) {
            return new Part(Optional.of(element), "");
        }

        static Part broken(String problem) {
            return new Part(Optional.empty(), problem);
        }
    }

    private static final Pattern ROOT = Pattern.compile("<((?:[A-Za-z][\\w.-]{0,30}:)?(?:rss|RSS|feed|RDF))(?=[\\s>])");
    private static final Pattern ITEM = Pattern.compile("<((?:[A-Za-z][\\w.-]{0,30}:)?(?:item|entry))(?=[\\s>])");
    private static final Pattern ITEM_END = Pattern.compile("</((?:[A-Za-z][\\w.-]{0,30}:)?(?:item|entry))>");
    private static final Pattern ELEMENT = Pattern.compile("<([A-Za-z][\\w.:-]{0,60})");

    private static final Pattern PAGE =
            Pattern.compile("<(?:html|head|body|title|script|div|h1)\\b", Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_NOISE = 16 << 10;

    private static final NavigableSet<Integer> NO_ENDS = Collections.emptyNavigableSet();

    /** A feed that is broken more often than this is broken on purpose. */
    private static final int MOST_MENDED = 200;

    private static final int LONGEST_MENDED = 256 << 10;

    private static final Set<String> TELLING =
            Set.of("title", "link", "guid", "id", "description", "summary", "content", "content:encoded");

    /** The start tag is repeated for every item of a broken feed; none in use is longer. */
    private static final int LONGEST_START_TAG = 64 << 10;

    /**
     * @param text as {@link XmlRepair} leaves it
     * @throws UnprocessableException when it is not a feed, or broken throughout; the message says what it looks like
     */
    static XmlFeed read(String text) {
        Matcher root = ROOT.matcher(text);
        Matcher first = ELEMENT.matcher(text);
        if (!first.find()) {
            throw new UnprocessableException("it looks like plain text");
        }
        if (!root.find() || (root.start() != first.start() && !isAfterNoise(text, root.start()))) {
            throw new UnprocessableException(lookingLike(first.group(1)));
        }
        int lastTag = text.lastIndexOf("</" + root.group(1));
        int end = lastTag < 0 ? -1 : text.indexOf('>', lastTag);
        String body = Namespaces.declared(text.substring(root.start(), end < 0 ? text.length() : end + 1));
        try {
            return wellFormed(SafeXml.root(body));
        } catch (JDOMException e) {
            return salvaged(body, root.group(1), e);
        }
    }

    boolean isAtom() {
        return root.getName().equals("feed");
    }

    /** The element that has the feed's own title and link. */
    Element head() {
        return isAtom() ? root : channel(root).orElse(root);
    }

    /** Servers print warnings before what they were asked for, in bold; a page that shows a feed is still a page. */
    private static boolean isAfterNoise(String text, int root) {
        return root < LONGEST_NOISE && !PAGE.matcher(text.substring(0, root)).find();
    }

    private static String lookingLike(String element) {
        return Stream.of("html", "head", "body", "script", "div", "p", "h1", "meta", "title", "center")
                        .anyMatch(element::equalsIgnoreCase)
                ? "it looks like an HTML page"
                : "it looks like XML that is no feed, beginning with <%s>".formatted(element);
    }

    private static XmlFeed wellFormed(Element root) {
        // Some feeds have their items beside the channel, as RSS 1.0 wants it and RSS 2.0 does not.
        List<Part> items = Stream.concat(
                        channel(root).stream().flatMap(channel -> channel.getChildren().stream()),
                        root.getChildren().stream())
                .filter(child -> child.getName().equals(root.getName().equals("feed") ? "entry" : "item"))
                .map(Part::of)
                .toList();
        return new XmlFeed(root, items);
    }

    private static Optional<Element> channel(Element root) {
        return root.getChildren().stream()
                .filter(child -> child.getName().equals("channel"))
                .findFirst();
    }

    private static XmlFeed salvaged(String body, String rootName, JDOMException why) {
        int startTag = tagEnd(body);
        if (startTag < 0 || startTag > LONGEST_START_TAG) {
            throw new UnprocessableException("it is not well-formed: " + reason(why), why);
        }
        String opening = body.substring(0, startTag);
        String closing = "</" + rootName + ">";
        Map<String, NavigableSet<Integer>> ends = ITEM_END.matcher(body)
                .results()
                .collect(groupingBy(end -> end.group(1), mapping(MatchResult::end, toCollection(TreeSet::new))));
        List<MatchResult> starts =
                ITEM.matcher(body.substring(startTag)).results().toList();
        List<Part> items = new ArrayList<>();
        int mended = 0;
        for (int i = 0; i < starts.size(); i++) {
            int start = startTag + starts.get(i).start();
            int next = i + 1 < starts.size() ? startTag + starts.get(i + 1).start() : body.length();
            Integer end = ends.getOrDefault(starts.get(i).group(1), NO_ENDS).higher(start);
            boolean complete = end != null && end <= next;
            String item = body.substring(start, complete ? end : next);
            Part part = complete ? item(opening, item, closing) : Part.broken("has no end");
            // An item whose end was forgotten ends where the next one begins; the last one may have been cut short.
            boolean mendable = complete || i + 1 < starts.size();
            if (part.element().isEmpty() && mendable && item.length() < LONGEST_MENDED && mended++ < MOST_MENDED) {
                part = mended(opening, item, closing, part.problem());
            }
            items.add(part);
        }
        int head = starts.isEmpty() ? body.length() : startTag + starts.get(0).start();
        if (items.stream().noneMatch(part -> part.element().isPresent())) {
            throw new UnprocessableException("it is not well-formed: " + reason(why), why);
        }
        return new XmlFeed(head(opening, body.substring(startTag, head), closing), List.copyOf(items));
    }

    private static Part item(String opening, String item, String closing) {
        try {
            return Part.of(SafeXml.root(opening + item + closing).getChildren().get(0));
        } catch (JDOMException e) {
            return Part.broken("is not well-formed: " + reason(e));
        }
    }

    /** Read as leniently as browsers read pages: tags that were left open end where what is around them ends. */
    private static Part mended(String opening, String item, String closing, String problem) {
        Document lenient = Jsoup.parse(item, "", Parser.xmlParser());
        lenient.outputSettings()
                .syntax(Document.OutputSettings.Syntax.xml)
                .escapeMode(Entities.EscapeMode.xhtml)
                .prettyPrint(false);
        org.jsoup.nodes.Element only = lenient.firstElementChild();
        if (only == null || only.children().stream().noneMatch(child -> TELLING.contains(child.normalName()))) {
            return Part.broken(problem);
        }
        try {
            return Part.of(SafeXml.root(opening + only.outerHtml() + closing)
                    .getChildren()
                    .get(0));
        } catch (JDOMException e) {
            return Part.broken(problem);
        }
    }

    /** The feed without its items, as much of it as is well-formed. */
    private static Element head(String opening, String head, String closing) {
        for (String candidate : List.of(head + "</channel>", head, "")) {
            try {
                return SafeXml.root(opening + candidate + closing);
            } catch (JDOMException e) {
                if (candidate.isEmpty()) {
                    throw new UnprocessableException("it is not well-formed: " + reason(e), e);
                }
            }
        }
        throw new IllegalStateException("The last candidate either returns or throws");
    }

    /** After the first tag of {@code text}, or -1 when it does not end. */
    private static int tagEnd(String text) {
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return i + 1;
            }
        }
        return -1;
    }

    /** Without JDOM's line numbers, which count lines of the repaired text. */
    private static String reason(JDOMException e) {
        return Objects.requireNonNullElse(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), "unreadable");
    }
}
