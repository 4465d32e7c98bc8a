package caravan.source;

import com.rometools.rome.feed.rss.Channel;
import com.rometools.rome.feed.rss.Content;
import com.rometools.rome.feed.rss.Description;
import com.rometools.rome.feed.rss.Guid;
import com.rometools.rome.feed.rss.Item;
import com.rometools.rome.io.FeedException;
import java.net.URI;
import java.time.Instant;
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
        Optional<String> name = guid.map(Guid::getValue)
                .flatMap(XmlItems::present)
                .or(() -> about(element))
                .or(() -> enclosure(element));
        // A guid is a permanent link unless it says otherwise, and many that are not do not say so.
        Optional<URI> link = original(element)
                .or(() -> present(item.getLink()).flatMap(text -> resolve(element, text)))
                .or(() -> atomLink(element))
                .or(() -> child(element, "link").flatMap(at -> resolve(at, at.getAttributeValue("href", ""))))
                .or(() -> guid.filter(Guid::isPermaLink)
                        .flatMap(permanent -> present(permanent.getValue()))
                        .filter(WebLink::isWeb)
                        .flatMap(text -> resolve(element, text)))
                .or(() -> about(element).filter(WebLink::isWeb).flatMap(text -> resolve(element, text)));
        return worthReading(Identity.item(
                source,
                name,
                link,
                PlainTitle.ofHtml(present(item.getTitle())
                        .or(() -> elsewhere(element, "media:title", "dc:title", "itunes:title"))
                        .orElse("")),
                published(element),
                Optional.ofNullable(item.getContent())
                        .map(Content::getValue)
                        .flatMap(XmlItems::present)
                        .or(() -> elsewhere(element, "atom:content", "xhtml:body", "body", "fulltext", "full-text"))
                        .map(FeedHtml::repaired),
                Optional.ofNullable(item.getDescription())
                        .map(Description::getValue)
                        .flatMap(XmlItems::present)
                        .or(() -> elsewhere(
                                element, "atom:summary", "itunes:summary", "media:description", "dc:description"))
                        .map(FeedHtml::repaired),
                RawItem.json(element)));
    }

    private Optional<URI> atomLink(Element item) {
        return item.getChildren("link", ATOM).stream()
                .filter(link -> link.getAttributeValue("rel", "alternate").equals("alternate"))
                .map(link -> resolve(link, link.getAttributeValue("href", "")))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** What is to be heard or seen names an item that has no other name. */
    private static Optional<String> enclosure(Element item) {
        return child(item, "enclosure").flatMap(enclosure -> present(enclosure.getAttributeValue("url")));
    }

    private static Optional<String> about(Element item) {
        return present(item.getAttributeValue("about", RDF));
    }
}
