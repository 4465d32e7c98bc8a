package caravan.live.feed;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How far a listener has come in all resumable channels: the id of its latest event. Any process that reads the same
 * topics can go on from it. Immutable.
 *
 * @param positions by channel
 */
public record ResumePoint(Map<Channel, FeedPosition> positions) {

    private static final String BETWEEN = "~";
    private static final List<Channel> ORDER =
            Arrays.stream(Channel.values()).filter(Channel::isResumable).toList();

    public ResumePoint {
        positions = Map.copyOf(positions);
    }

    /** @throws IllegalArgumentException when {@code id} was not made by {@link #toString} */
    public static ResumePoint parse(String id) {
        String[] parts = id.strip().split(BETWEEN, -1);
        if (parts.length != ORDER.size()) {
            throw new IllegalArgumentException("'%s' is no id of the feed".formatted(id));
        }
        Map<Channel, FeedPosition> positions = new EnumMap<>(Channel.class);
        for (int i = 0; i < parts.length; i++) {
            positions.put(ORDER.get(i), FeedPosition.parse(parts[i]));
        }
        return new ResumePoint(positions);
    }

    FeedPosition of(Channel channel) {
        return positions.getOrDefault(channel, FeedPosition.NOTHING);
    }

    /** The id of the point whose positions are these, as text. */
    static String id(Map<Channel, String> places) {
        return ORDER.stream().map(channel -> places.getOrDefault(channel, "")).collect(Collectors.joining(BETWEEN));
    }

    @Override
    public String toString() {
        return ORDER.stream().map(channel -> of(channel).toString()).collect(Collectors.joining(BETWEEN));
    }
}
