package caravan.source;

import caravan.UnprocessableException;
import com.rometools.rome.io.FeedException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what publishers call a feed: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.x.
 *
 * <p>What can be put right is: the encoding, undeclared HTML entities, bare ampersands, control characters, dates in any
 * spelling, relative links. An item that cannot be used is named in the result and costs no other. Document types that
 * declare anything are refused, so no entity is expanded and nothing is loaded. Thread-safe.
 */
public final class Feeds {

    /**
     * The items of a feed.
     *
     * @param source the name of the source, given to every item
     * @param feed an answer with a body; its URL is where relative links start from when the feed itself says nothing,
     *     and its time is the one that dates in the future are measured by
     * @throws UnprocessableException when it is no feed, or none that can be read; the message names the URL and what it
     *     looks like
     * @throws IllegalArgumentException when {@code feed} is a 304
     */
    public ParsedFeed parse(String source, Fetched feed) {
        if (feed.notModified()) {
            throw new IllegalArgumentException("A feed that has not changed has no body: " + feed.url());
        }
        try {
            String text = FeedText.decode(feed.body(), feed.contentType()).strip();
            if (text.isEmpty()) {
                throw new UnprocessableException("it is empty");
            }
            char first = text.charAt(0);
            return first == '{' || first == '['
                    ? JsonFeed.read(source, text, feed.url(), feed.at())
                    : xml(source, XmlFeed.read(XmlRepair.repair(text)), feed.url(), feed.at());
        } catch (UnprocessableException e) {
            throw new UnprocessableException(
                    "%s cannot be read as a feed: %s".formatted(feed.url(), e.getMessage()), e);
        }
    }

    private static ParsedFeed xml(String source, XmlFeed feed, URI url, Instant at) {
        XmlItems reader = XmlItems.of(feed, url, at);
        List<FeedItem> items = new ArrayList<>();
        List<String> rejected = new ArrayList<>();
        int position = 0;
        for (XmlFeed.Part part : feed.items()) {
            position++;
            String where = "Item %d of %d".formatted(position, feed.items().size());
            if (part.element().isEmpty()) {
                rejected.add("%s %s".formatted(where, part.problem()));
                continue;
            }
            try {
                items.add(reader.read(source, part.element().get()));
            } catch (FeedException | RuntimeException e) {
                // ROME meets what it did not expect with any exception there is; it is this item's alone.
                rejected.add("%s: %s".formatted(where, e.getMessage() == null ? e.toString() : e.getMessage()));
            }
        }
        return new ParsedFeed(items, rejected, reader.title());
    }
}
