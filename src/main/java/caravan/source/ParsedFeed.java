package caravan.source;

import java.util.List;
import java.util.Objects;

/**
 * What a feed had to offer. Immutable.
 *
 * @param items in the feed's order, every one with an identity and something to read or to follow
 * @param rejected one sentence for each item that could not be used, with its position and why
 * @param title of the feed, as plain text; may be empty
 */
public record ParsedFeed(List<FeedItem> items, List<String> rejected, String title) {

    public ParsedFeed {
        items = List.copyOf(items);
        rejected = List.copyOf(rejected);
        Objects.requireNonNull(title, "title");
    }
}
