package caravan.live.feed;

import caravan.live.TickerBoard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Puts the present scores of tickers that have changed into the feed, while somebody listens. Thread-safe. */
public final class ScoreFeed {

    private final Feed feed;
    private final TickerBoard board;
    private final AtomicLong number = new AtomicLong();

    public ScoreFeed(Feed feed, TickerBoard board) {
        this.feed = feed;
        this.board = board;
    }

    /** @throws org.springframework.dao.DataAccessException when Redis does not answer */
    public void show(Collection<String> tickers) {
        if (!feed.isHeard()) {
            return;
        }
        List<FeedEvent> events = new ArrayList<>();
        for (String ticker : tickers) {
            board.of(ticker)
                    .ifPresent(score -> events.add(new FeedEvent(
                            Channel.SCORES, 0, number.getAndIncrement(), Set.of(ticker), score.toString())));
        }
        feed.add(events);
    }
}
