package caravan.live.feed;

import java.util.Objects;
import java.util.Set;

/**
 * One thing that listeners are told. Immutable.
 *
 * @param partition of the topic it comes from
 * @param offset in that partition
 * @param tickers that it is about
 * @param json what is told, on one line
 */
public record FeedEvent(Channel channel, int partition, long offset, Set<String> tickers, String json) {

    public FeedEvent {
        Objects.requireNonNull(channel, "channel");
        tickers = Set.copyOf(tickers);
        if (json.indexOf('\n') >= 0 || json.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("What is told must be on one line: " + json);
        }
    }
}
