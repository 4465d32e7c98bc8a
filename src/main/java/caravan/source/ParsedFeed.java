package caravan.source;

import java.util.List;
import java.util.Objects;

/**
 * What a feed had to offer. Immutable.
 *
 * @param items in the feed's order, every one with an identity and something to read or to follow
 * @param rejected one sentence for each item that could not be used, with its position and why
 * @param title of the feed, as plain text; may be empty
 * @param pace how often it wants to be asked
 */
public record ParsedFeed(List<FeedItem> items, List<String> rejected, String title, Pace pace) {

    /** That may be asked whenever one likes. */
    public ParsedFeed(List<FeedItem> items, List<String> rejected, String title) {
        this(items, rejected, title, Pace.ANY);
    }

    /** The same of other items. */
    ParsedFeed with(List<FeedItem> others) {
        return new ParsedFeed(others, rejected, title, pace);
    }

    public ParsedFeed {
        items = List.copyOf(items);
        rejected = List.copyOf(rejected);
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(pace, "pace");
    }
}
