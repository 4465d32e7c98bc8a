package caravan.source;

import com.rometools.rome.feed.WireFeed;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.WireFeedInput;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdom2.Document;
import org.jdom2.Element;
import org.jdom2.Namespace;
import org.jsoup.nodes.Entities;

/**
 * What RSS items and Atom entries have in common: where their links start from, their dates, and how ROME gets to see
 * them: one at a time and without the elements of other vocabularies, at whose oddities it would stumble.
 */
abstract class XmlItems {

    private static final Set<String> READ = Set.of("title", "link", "guid", "id", "description", "content", "summary");
    private static final Namespace CONTENT = Namespace.getNamespace("http://purl.org/rss/1.0/modules/content/");
    private static final String FEEDBURNER = "http://rssnamespace.org/feedburner/ext/1.0";

    /** The first that holds a possible date counts: when it was published before when it was changed. */
    private static final List<String> DATES = List.of(
            "pubDate",
            "published",
            "issued",
            "date",
            "publicationDate",
            "created",
            "updated",
            "modified",
            "lastBuildDate");

    private static final Pattern MINUTES = Pattern.compile("[1-9]\\d{0,5}");
    private static final Pattern HOUR = Pattern.compile("1?\\d|2[0-4]");

    private final XmlFeed feed;
    /** Copied for each item, where copying the feed would take the square of its length. */
    private final Element empty;

    private final URI base;
    private final Instant now;

    XmlItems(XmlFeed feed, URI fetched, Instant now) {
        this.feed = feed;
        this.empty = withoutContent(feed.root());
        this.now = now;
        this.base =
                feedLink(feed).flatMap(link -> WebLink.resolve(fetched, link)).orElse(fetched);
    }

    static XmlItems of(XmlFeed feed, URI fetched, Instant now) {
        return feed.isAtom() ? new AtomEntries(feed, fetched, now) : new RssItems(feed, fetched, now);
    }

    /** The feed's title as plain text. */
    final String title() {
        return child(feed.head(), "title")
                .map(title -> PlainTitle.ofHtml(title.getValue()))
                .orElse("");
    }

    /** How often the feed wants to be asked; what it says that cannot be is left out. */
    final Pace pace() {
        return new Pace(
                inner("ttl")
                        .filter(text -> MINUTES.matcher(text).matches())
                        .map(text -> Duration.ofMinutes(Long.parseLong(text)))
                        .findFirst(),
                // Hours count to 23 from 0, and in version 0.91 to 24 from 1.
                inner("skipHours", "hour")
                        .filter(text -> HOUR.matcher(text).matches())
                        .map(text -> Integer.parseInt(text) % 24)
                        .collect(Collectors.toSet()),
                inner("skipDays", "day")
                        .flatMap(text -> Stream.of(DayOfWeek.values())
                                .filter(day -> day.name().equalsIgnoreCase(text)))
                        .collect(Collectors.toSet()));
    }

    /** The texts of the elements under the feed's head that this path of names leads to. */
    private Stream<String> inner(String... path) {
        Stream<Element> at = Stream.of(feed.head());
        for (String name : path) {
            at = at.flatMap(element -> element.getChildren().stream()
                    .filter(child -> child.getName().equals(name)));
        }
        return at.map(Element::getTextTrim);
    }

    /**
     * @throws FeedException when ROME cannot read it
     * @throws IllegalArgumentException when it has no identity or nothing to read
     */
    abstract FeedItem read(String source, Element item) throws FeedException;

    /** A feed of this one item, as ROME reads it. */
    final WireFeed alone(Element item) throws FeedException {
        Element root = empty.clone();
        Element only = readable(item);
        if (feed.isAtom()) {
            root.setNamespace(only.getNamespace()).addContent(only);
        } else {
            Element channel = new Element("channel", only.getNamespace());
            for (String required : List.of("title", "link", "description")) {
                channel.addContent(new Element(required, only.getNamespace()));
            }
            if (root.getName().equals("RDF")) {
                root.addContent(channel).addContent(only);
            } else {
                // Whatever version it says: 2.0 has every element of the earlier ones, and feeds do not keep to theirs.
                root.setName("rss").setNamespace(Namespace.NO_NAMESPACE).setAttribute("version", "2.0");
                root.addContent(channel.addContent(only));
            }
        }
        return new WireFeedInput(false, Locale.ROOT).build(new Document(root));
    }

    private static Element withoutContent(Element root) {
        Element copy = new Element(root.getName(), root.getNamespace());
        root.getAdditionalNamespaces().forEach(copy::addNamespaceDeclaration);
        root.getAttributes().forEach(attribute -> copy.setAttribute(attribute.clone()));
        return copy;
    }

    /** The item's own address where a feed service has put its counter in front of it. */
    final Optional<URI> original(Element item) {
        return Optional.ofNullable(item.getChild("origLink", Namespace.getNamespace(FEEDBURNER)))
                .flatMap(link -> resolve(item, link.getText()));
    }

    final Optional<URI> resolve(Element element, String link) {
        Deque<String> bases = new ArrayDeque<>();
        for (Element at = element; at != null; at = at.getParentElement()) {
            Optional.ofNullable(at.getAttributeValue("base", Namespace.XML_NAMESPACE))
                    .ifPresent(bases::push);
        }
        URI from = base;
        for (String xmlBase : bases) {
            from = WebLink.resolve(from, xmlBase).orElse(from);
        }
        return WebLink.resolve(from, link);
    }

    final Optional<Instant> published(Element item) {
        return DATES.stream()
                .flatMap(name -> item.getChildren().stream()
                        .filter(child -> child.getName().equals(name)))
                .map(date -> FeedDate.parse(date.getTextTrim(), now))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The child of this name in the element's own vocabulary. */
    static Optional<Element> child(Element element, String name) {
        return element.getChildren().stream()
                .filter(child -> child.getName().equals(name))
                .filter(child -> child.getNamespace().equals(element.getNamespace()))
                .findFirst();
    }

    /** The text of the first of these elements, in whatever vocabulary, that has one; also where they stand in a group. */
    static Optional<String> elsewhere(Element item, String... qualifiedNames) {
        return Stream.of(qualifiedNames)
                .flatMap(name -> Stream.concat(
                                item.getChildren().stream(),
                                item.getChildren().stream()
                                        .filter(child -> child.getName().equals("group"))
                                        .flatMap(group -> group.getChildren().stream()))
                        .filter(child -> child.getQualifiedName().equals(name)))
                .map(child -> child.getChildren().isEmpty() ? child.getText() : RawItem.markup(child))
                .map(XmlItems::present)
                .flatMap(Optional::stream)
                .findFirst();
    }

    static Optional<String> present(String text) {
        return Optional.ofNullable(text).map(String::strip).filter(stripped -> !stripped.isEmpty());
    }

    /** Plain text as HTML; its lines and paragraphs stay apart. */
    static String html(String plain) {
        String escaped = Entities.escape(plain.strip());
        if (escaped.indexOf('\n') < 0) {
            return escaped;
        }
        return "<p>"
                + escaped.replaceAll("\r?\n[ \t]*(?:\r?\n\\s*)+", "</p><p>").replaceAll("\r?\n", "<br>") + "</p>";
    }

    /** @throws IllegalArgumentException when there is nothing to read and nowhere to go */
    static FeedItem worthReading(FeedItem item) {
        if (item.link().isEmpty()
                && item.title().isEmpty()
                && item.content().isEmpty()
                && item.summary().isEmpty()) {
            throw new IllegalArgumentException("it has neither a link nor a title nor any text");
        }
        return item;
    }

    private Optional<String> feedLink(XmlFeed of) {
        return of.head().getChildren().stream()
                .filter(child -> child.getName().equals("link"))
                .filter(link -> Set.of("", "alternate").contains(link.getAttributeValue("rel", "")))
                .map(link -> link.getAttributeValue("href", link.getTextTrim()))
                .filter(link -> !link.isBlank())
                .findFirst();
    }

    private Element readable(Element item) {
        Namespace own = item.getNamespace();
        Element readable = new Element(item.getName(), vocabulary(own));
        item.getAttributes().forEach(attribute -> readable.setAttribute(attribute.clone()));
        for (Element child : item.getChildren()) {
            if (child.getNamespace().equals(own) && READ.contains(child.getName())) {
                readable.addContent(into(vocabulary(own), child));
            } else if (child.getNamespace().equals(CONTENT) && child.getName().equals("encoded")) {
                readable.addContent(into(CONTENT, child));
            }
        }
        return readable;
    }

    private Element into(Namespace namespace, Element child) {
        Element copy = child.clone().setNamespace(namespace);
        if (!feed.isAtom() && !child.getChildren().isEmpty()) {
            // RSS text is escaped markup; where it came as elements, ROME would see only what stands between them.
            copy.setText(RawItem.markup(child));
        }
        return copy;
    }

    /** The namespace ROME knows the elements under; feeds forget it or spell it their own way. */
    private Namespace vocabulary(Namespace own) {
        Stream<String> known = Stream.of(
                "http://www.w3.org/2005/Atom",
                "http://purl.org/atom/ns#",
                "http://purl.org/rss/1.0/",
                "http://my.netscape.com/rdf/simple/0.9/",
                "http://channel.netscape.com/rdf/simple/0.9/");
        if (feed.root().getName().equals("rss") || feed.root().getName().equals("RSS")) {
            return Namespace.NO_NAMESPACE;
        }
        return known.anyMatch(own.getURI()::equals)
                ? own
                : Namespace.getNamespace(feed.isAtom() ? "http://www.w3.org/2005/Atom" : "http://purl.org/rss/1.0/");
    }
}
