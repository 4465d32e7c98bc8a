package caravan.live.feed;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The latest articles, alerts and scores, for whoever listens: written by the legs, read by {@link FeedReader}s. Thread-safe. */
public final class Feed {

    private final Map<Channel, FeedHistory> histories = new EnumMap<>(Channel.class);
    private final List<Consumer<Set<Channel>>> bells = new CopyOnWriteArrayList<>();

    /** @param keep how many events of each channel are kept for those that come late or come back */
    public Feed(int keep) {
        for (Channel channel : Channel.values()) {
            histories.put(channel, new FeedHistory(keep));
        }
    }

    /** Adds events in their order; those that were added before are left out. */
    public void add(List<FeedEvent> events) {
        Set<Channel> news = EnumSet.noneOf(Channel.class);
        for (FeedEvent event : events) {
            if (histories.get(event.channel()).add(event)) {
                news.add(event.channel());
            }
        }
        if (!news.isEmpty()) {
            Set<Channel> told = Set.copyOf(news);
            bells.forEach(bell -> bell.accept(told));
        }
    }

    /**
     * Has something called after each addition, on the thread that adds: it must return at once.
     *
     * @param bell told the channels that have something new
     * @return what ends it
     */
    public Runnable onNews(Consumer<Set<Channel>> bell) {
        bells.add(bell);
        return () -> bells.remove(bell);
    }

    /** Whether anybody listens. */
    public boolean isHeard() {
        return !bells.isEmpty();
    }

    FeedHistory history(Channel channel) {
        return histories.get(channel);
    }
}
