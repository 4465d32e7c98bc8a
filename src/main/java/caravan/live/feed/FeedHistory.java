package caravan.live.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The latest events of one channel, numbered from 0 in the order in which this process met them. A reader keeps the
 * number it has come to; one that comes too late finds that what it wanted is gone, and delays nobody. Thread-safe.
 */
final class FeedHistory {

    /**
     * @param position of the channel's topic after it
     * @param place the position as text, made once for all readers
     */
    record Entry(FeedEvent event, FeedPosition position, String place) {}

    private final Entry[] entries;
    private long next;
    private FeedPosition position = FeedPosition.NOTHING;

    FeedHistory(int capacity) {
        this.entries = new Entry[capacity];
    }

    /** @return false when it was there before, as after a consumer that read a stretch again */
    synchronized boolean add(FeedEvent event) {
        if (position.includes(event.partition(), event.offset())) {
            return false;
        }
        position = position.after(event.partition(), event.offset());
        entries[(int) (next % entries.length)] = new Entry(event, position, position.toString());
        next++;
        return true;
    }

    /** The number that the next event will have. */
    synchronized long next() {
        return next;
    }

    /** The number of the oldest event there is. */
    synchronized long oldest() {
        return Math.max(0, next - entries.length);
    }

    synchronized FeedPosition position() {
        return position;
    }

    /** At most so many events from a number on; empty when the first of them is gone. */
    synchronized Optional<List<Entry>> from(long number, int most) {
        if (number < oldest()) {
            return Optional.empty();
        }
        return Optional.of(present(number, most));
    }

    /** The number of the event with which the last so many of a kind begin; that of the next event where there are none. */
    synchronized long recent(Predicate<FeedEvent> kind, int most) {
        long first = next;
        int found = 0;
        for (long number = next - 1; number >= oldest() && found < most; number--) {
            if (kind.test(entries[(int) (number % entries.length)].event())) {
                first = number;
                found++;
            }
        }
        return first;
    }

    private List<Entry> present(long number, int most) {
        long end = Math.min(next, number + most);
        List<Entry> some = new ArrayList<>((int) Math.max(0, end - number));
        for (long i = number; i < end; i++) {
            some.add(entries[(int) (i % entries.length)]);
        }
        return some;
    }

    /** Whether an event that comes after {@code since} has left already. */
    synchronized boolean hasLost(FeedPosition since) {
        if (oldest() == 0) {
            return false;
        }
        // The first entry of each partition that is left: what lies between it and the position has gone.
        List<Integer> seen = new ArrayList<>();
        for (Entry entry : present(oldest(), entries.length)) {
            FeedEvent event = entry.event();
            if (!seen.contains(event.partition())) {
                seen.add(event.partition());
                if (!since.includes(event.partition(), event.offset() - 1)) {
                    return true;
                }
            }
        }
        return false;
    }
}
