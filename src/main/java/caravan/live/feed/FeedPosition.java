package caravan.live.feed;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far a topic has been read: the offset of the last record of each partition. As text it is short enough to be a
 * part of the id of a server-sent event, so that any process can go on from where another stopped. Immutable.
 *
 * @param offsets by partition; a partition that is absent has not been read at all
 */
public record FeedPosition(Map<Integer, Long> offsets) {

    public static final FeedPosition NOTHING = new FeedPosition(Map.of());

    private static final int RADIX = 36;
    private static final String BETWEEN_PARTITIONS = ".";
    private static final String BEFORE_OFFSET = "-";

    public FeedPosition {
        offsets = Map.copyOf(offsets);
    }

    /** @throws IllegalArgumentException when {@code text} was not made by {@link #toString} */
    public static FeedPosition parse(String text) {
        if (text.isEmpty()) {
            return NOTHING;
        }
        try {
            return new FeedPosition(Arrays.stream(text.split("\\" + BETWEEN_PARTITIONS))
                    .map(part -> part.split(BEFORE_OFFSET, 2))
                    .collect(Collectors.toMap(
                            part -> Integer.parseUnsignedInt(part[0], RADIX),
                            part -> Long.parseUnsignedLong(part[1], RADIX))));
        } catch (IllegalArgumentException | IllegalStateException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("'%s' is no position of a feed".formatted(text), e);
        }
    }

    /** Whether the record of that partition and offset lies behind. */
    public boolean includes(int partition, long offset) {
        Long last = offsets.get(partition);
        return last != null && offset <= last;
    }

    /** This one after one more record. */
    public FeedPosition after(int partition, long offset) {
        Map<Integer, Long> further = new TreeMap<>(offsets);
        further.merge(partition, offset, Math::max);
        return new FeedPosition(further);
    }

    /** As far as the further of the two, partition by partition. */
    public FeedPosition orFurther(FeedPosition other) {
        Map<Integer, Long> further = new TreeMap<>(offsets);
        other.offsets().forEach((partition, offset) -> further.merge(partition, offset, Math::max));
        return new FeedPosition(further);
    }

    @Override
    public String toString() {
        return new TreeMap<>(offsets)
                .entrySet().stream()
                        .map(entry -> Integer.toString(entry.getKey(), RADIX)
                                + BEFORE_OFFSET
                                + Long.toString(entry.getValue(), RADIX))
                        .collect(Collectors.joining(BETWEEN_PARTITIONS));
    }
}
