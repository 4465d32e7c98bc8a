package caravan.enrich;

import caravan.source.FeedItem;
import caravan.source.Source;
import java.time.Instant;
import java.util.Objects;

/**
 * An item that a feed has shown.
 *
 * @param firstSeen when it was shown for the first time; the same at every later sighting
 */
public record Sighting(FeedItem item, Source source, Instant firstSeen) {

    public Sighting {
        Objects.requireNonNull(item, "item");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(firstSeen, "firstSeen");
    }

    /** When the article was published, as far as anybody knows. */
    public Instant timestamp() {
        return item.published().orElse(firstSeen);
    }
}
