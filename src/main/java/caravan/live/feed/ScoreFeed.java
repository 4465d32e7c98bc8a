package caravan.live.feed;

import caravan.live.TickerBoard;
import caravan.live.TickerStanding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Puts the present scores of tickers that have changed into the feed, while somebody listens. Thread-safe. */
public final class ScoreFeed {

    private final Feed feed;
    private final TickerBoard board;
    private final AtomicLong number = new AtomicLong();

    public ScoreFeed(Feed feed, TickerBoard board) {
        this.feed = feed;
        this.board = board;
    }

    /**
     * Shows each ticker once.
     *
     * @param announcements tickers that were said to have changed, some of them often
     * @throws org.springframework.dao.DataAccessException when Redis does not answer
     */
    public void show(List<String[]> announcements) {
        if (!feed.isHeard()) {
            return;
        }
        Set<String> tickers = announcements.stream().flatMap(Arrays::stream).collect(Collectors.toSet());
        List<FeedEvent> events = new ArrayList<>();
        for (TickerStanding standing : board.of(tickers)) {
            events.add(new FeedEvent(
                    Channel.SCORES,
                    0,
                    number.getAndIncrement(),
                    Set.of(standing.ticker()),
                    standing.json().toString()));
        }
        feed.add(events);
    }
}
