package caravan.live.feed;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a listener wants to be told. Immutable.
 *
 * @param channels that it listens to
 * @param tickers that its events must be about; empty: any
 * @param rate how many articles of the standard lane it wants in a second at most; the rest it is only told the number of
 * @param recent how many of the latest events of each channel it wants to begin with, where it does not resume
 * @param since where it stopped listening
 */
public record FeedRequest(
        Set<Channel> channels, Set<String> tickers, OptionalInt rate, int recent, Optional<ResumePoint> since) {

    public FeedRequest {
        channels = Set.copyOf(channels);
        tickers = Set.copyOf(tickers);
        Objects.requireNonNull(rate, "rate");
        Objects.requireNonNull(since, "since");
    }

    boolean wants(FeedEvent event) {
        return tickers.isEmpty() || event.tickers().stream().anyMatch(tickers::contains);
    }
}
