package caravan.source;

import com.rometools.rome.feed.atom.Content;
import com.rometools.rome.feed.atom.Entry;
import com.rometools.rome.feed.atom.Feed;
import com.rometools.rome.io.FeedException;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdom2.Element;

/** The entries of an Atom feed, 0.3 or 1.0. */
final class AtomEntries extends XmlItems {

    AtomEntries(XmlFeed feed, URI fetched, Instant now) {
        super(feed, fetched, now);
    }

    @Override
    FeedItem read(String source, Element element) throws FeedException {
        Entry entry = ((Feed) alone(element)).getEntries().get(0);
        return worthReading(Identity.item(
                source,
                present(entry.getId()),
                original(element)
                        .or(() -> page(element))
                        .or(() -> present(entry.getId()).filter(WebLink::isWeb).flatMap(id -> resolve(element, id))),
                Optional.of(title(Optional.ofNullable(entry.getTitleEx())))
                        .filter(title -> !title.isEmpty())
                        .or(() -> elsewhere(element, "media:title", "dc:title").map(PlainTitle::ofText))
                        .orElse(""),
                published(element),
                entry.getContents().stream()
                        .map(AtomEntries::html)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .map(FeedHtml::repaired),
                Optional.ofNullable(entry.getSummary())
                        .flatMap(AtomEntries::html)
                        .or(() -> elsewhere(element, "media:description").map(XmlItems::html))
                        .map(FeedHtml::repaired),
                RawItem.json(element)));
    }

    /** The alternate that is a page, else any alternate, else where the content is kept. */
    private Optional<URI> page(Element entry) {
        Stream<Optional<URI>> alternates = entry.getChildren().stream()
                .filter(child -> child.getName().equals("link"))
                .filter(link -> link.getAttributeValue("rel", "alternate").equals("alternate"))
                .sorted(Comparator.comparing(AtomEntries::isPage).reversed())
                .map(link -> resolve(link, link.getAttributeValue("href", "")));
        Stream<Optional<URI>> elsewhere =
                child(entry, "content").stream().map(content -> resolve(content, content.getAttributeValue("src", "")));
        return Stream.concat(alternates, elsewhere).flatMap(Optional::stream).findFirst();
    }

    private static boolean isPage(Element link) {
        return link.getAttributeValue("type", "text/html").contains("html");
    }

    private static String title(Optional<Content> title) {
        return title.filter(content -> content.getValue() != null)
                .map(content -> isMarkup(content)
                        ? PlainTitle.ofHtml(content.getValue())
                        : PlainTitle.ofText(content.getValue()))
                .orElse("");
    }

    /** Empty where it is not text at all, such as an inlined picture. */
    private static Optional<String> html(Content content) {
        String type = type(content);
        if (isMarkup(content) || type.endsWith("xml")) {
            return present(content.getValue());
        }
        return type.equals("text") || type.startsWith("text/")
                ? present(content.getValue()).map(XmlItems::html)
                : Optional.empty();
    }

    private static boolean isMarkup(Content content) {
        return type(content).contains("html");
    }

    private static String type(Content content) {
        return Objects.requireNonNullElse(content.getType(), "text").toLowerCase(Locale.ROOT);
    }
}
