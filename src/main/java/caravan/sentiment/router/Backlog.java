package caravan.sentiment.router;

import caravan.article.Priority;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Whether a lane's articles wait for so long that only the fastest model may score them. It is so from the moment that
 * one has waited longer than the lane's limit, until none waits longer than half of it: that keeps a lane from changing
 * to and fro. Thread-safe.
 */
public final class Backlog {

    private final Map<Priority, Duration> limits;
    private final Map<Priority, Boolean> late = new EnumMap<>(Priority.class);

    /** @param limits of every lane */
    public Backlog(Map<Priority, Duration> limits) {
        this.limits = new EnumMap<>(limits);
    }

    /**
     * Takes notice of how long articles have waited.
     *
     * @param waited the longest of a batch
     * @return whether the lane is late, and its articles are for the fastest model
     */
    public synchronized boolean isLate(Priority lane, Duration waited) {
        Duration limit = limits.get(lane);
        boolean now = waited.compareTo(late.getOrDefault(lane, false) ? limit.dividedBy(2) : limit) > 0;
        late.put(lane, now);
        return now;
    }

    /** What {@link #isLate(Priority, Duration)} last said. */
    public synchronized boolean isLate(Priority lane) {
        return late.getOrDefault(lane, false);
    }
}
