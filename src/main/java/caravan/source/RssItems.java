package caravan.source;

import com.rometools.rome.feed.rss.Channel;
import com.rometools.rome.feed.rss.Content;
import com.rometools.rome.feed.rss.Description;
import com.rometools.rome.feed.rss.Guid;
import com.rometools.rome.feed.rss.Item;
import com.rometools.rome.io.FeedException;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jdom2.Element;
import org.jdom2.Namespace;

/** The items of an RSS feed of any version, 0.9 and 1.0 (RDF) included. */
final class RssItems extends XmlItems {

    private static final Namespace ATOM = Namespace.getNamespace("http://www.w3.org/2005/Atom");
    private static final Namespace RDF = Namespace.getNamespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#");

    RssItems(XmlFeed feed, URI fetched, Instant now) {
        super(feed, fetched, now);
    }

    @Override
    FeedItem read(String source, Element element) throws FeedException {
        Item item = ((Channel) alone(element)).getItems().get(0);
        Optional<Guid> guid = Optional.ofNullable(item.getGuid());
        Optional<String> name =
                guid.map(Guid::getValue).flatMap(XmlItems::present).or(() -> about(element));
        Optional<URI> link = original(element)
                .or(() -> present(item.getLink()).flatMap(text -> resolve(element, text)))
                .or(() -> atomLink(element))
                .or(() -> guid.filter(Guid::isPermaLink)
                        .flatMap(permanent -> present(permanent.getValue()))
                        .filter(RssItems::isWeb)
                        .flatMap(text -> resolve(element, text)))
                .or(() -> about(element).filter(RssItems::isWeb).flatMap(text -> resolve(element, text)));
        return worthReading(new FeedItem(
                source,
                name,
                link,
                PlainTitle.ofHtml(Objects.requireNonNullElse(item.getTitle(), "")),
                published(element),
                Optional.ofNullable(item.getContent()).map(Content::getValue).flatMap(XmlItems::present),
                Optional.ofNullable(item.getDescription())
                        .map(Description::getValue)
                        .flatMap(XmlItems::present),
                RawItem.json(element)));
    }

    private Optional<URI> atomLink(Element item) {
        return item.getChildren("link", ATOM).stream()
                .filter(link -> link.getAttributeValue("rel", "alternate").equals("alternate"))
                .map(link -> resolve(link, link.getAttributeValue("href", "")))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> about(Element item) {
        return present(item.getAttributeValue("about", RDF));
    }

    /** A guid is a permanent link unless it says otherwise, and many that are not do not say so. */
    private static boolean isWeb(String guid) {
        return guid.regionMatches(true, 0, "http://", 0, 7) || guid.regionMatches(true, 0, "https://", 0, 8);
    }
}
