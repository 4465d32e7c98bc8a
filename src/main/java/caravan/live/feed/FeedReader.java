package caravan.live.feed;

import caravan.live.feed.FeedHistory.Entry;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One listener's way through the feed. It takes what it can take when it can take it; the feed does not wait. Not
 * thread-safe.
 */
public final class FeedReader {

    private static final int AT_A_TIME = 64;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Feed feed;
    private final FeedRequest request;
    private final Optional<Bucket> rate;
    /** The number of the next event of each channel. */
    private final Map<Channel, Long> numbers = new EnumMap<>(Channel.class);
    /** Behind the last event of each channel, as {@link FeedPosition} in text. */
    private final Map<Channel, String> places = new EnumMap<>(Channel.class);

    private final List<Channel> gaps = new ArrayList<>();
    private boolean overrun;
    private long skipped;

    public FeedReader(Feed feed, FeedRequest request) {
        this.feed = feed;
        this.request = request;
        this.rate = request.rate().isPresent()
                ? Optional.of(Bucket.builder()
                        .addLimit(limit -> limit.capacity(request.rate().getAsInt())
                                .refillGreedy(request.rate().getAsInt(), SECOND))
                        .build())
                : Optional.empty();
        for (Channel channel : Channel.values()) {
            start(channel, feed.history(channel));
        }
    }

    private void start(Channel channel, FeedHistory history) {
        Optional<FeedPosition> since = since(channel);
        // The place before the number: what comes in between is then rather told twice than not at all.
        places.put(channel, since.orElseGet(history::position).toString());
        if (since.isPresent()) {
            numbers.put(channel, history.oldest());
            if (request.channels().contains(channel) && history.hasLost(since.get())) {
                gaps.add(channel);
            }
        } else {
            numbers.put(channel, history.recent(request::wants, request.recent()));
        }
    }

    private Optional<FeedPosition> since(Channel channel) {
        return channel.isResumable() ? request.since().map(point -> point.of(channel)) : Optional.empty();
    }

    /** Whether it is to be told of any of these. */
    public boolean listensTo(Set<Channel> channels) {
        return request.channels().stream().anyMatch(channels::contains);
    }

    /** Whether events that it should have had are gone: it has been too slow, and has to begin anew. */
    public boolean isOverrun() {
        return overrun;
    }

    /** What is to be told now, or some of it, what is urgent first; empty when there is nothing. */
    public List<Told> next() {
        List<Told> told = new ArrayList<>();
        if (!gaps.isEmpty()) {
            told.add(gap());
            gaps.clear();
        }
        for (Channel channel : Channel.values()) {
            if (request.channels().contains(channel) && told.size() < AT_A_TIME) {
                read(channel, told);
            }
        }
        return told;
    }

    private void read(Channel channel, List<Told> told) {
        FeedHistory history = feed.history(channel);
        Optional<FeedPosition> since = since(channel);
        while (told.size() < AT_A_TIME) {
            Optional<List<Entry>> entries = history.from(numbers.get(channel), AT_A_TIME);
            if (entries.isEmpty()) {
                overrun = true;
                return;
            }
            if (entries.get().isEmpty()) {
                return;
            }
            for (Entry entry : entries.get()) {
                take(channel, entry, since, told);
            }
            numbers.merge(channel, (long) entries.get().size(), Long::sum);
        }
    }

    private void take(Channel channel, Entry entry, Optional<FeedPosition> since, List<Told> told) {
        FeedEvent event = entry.event();
        places.put(
                channel,
                since.map(point -> entry.position().orFurther(point).toString()).orElse(entry.place()));
        boolean hadBefore = since.isPresent() && since.get().includes(event.partition(), event.offset());
        if (hadBefore || !request.wants(event)) {
            return;
        }
        if (channel == Channel.STANDARD && rate.isPresent() && !rate.get().tryConsume(1)) {
            skipped++;
            return;
        }
        skipped().ifPresent(told::add);
        told.add(new Told(
                channel.event(),
                event.json(),
                channel.isResumable() ? Optional.of(ResumePoint.id(places)) : Optional.empty()));
    }

    /** Tells the number of those that the rate has left out since it was last told; empty when none was. */
    public Optional<Told> skipped() {
        if (skipped == 0) {
            return Optional.empty();
        }
        String number = "{\"standard\":" + skipped + "}";
        skipped = 0;
        return Optional.of(new Told("skipped", number, Optional.empty()));
    }

    private Told gap() {
        String channels = gaps.stream()
                .map(channel -> '"' + channel.name().toLowerCase(Locale.ROOT) + '"')
                .collect(Collectors.joining(",", "{\"channels\":[", "]}"));
        return new Told("gap", channels, Optional.empty());
    }
}
