package caravan.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A set of offsets of one partition, as the ranges it consists of; written {@code 0-499,800-999}. Immutable.
 *
 * @param ranges in their order, with at least one offset between two
 */
public record OffsetRanges(List<Range> ranges) {

    public static final OffsetRanges NONE = new OffsetRanges(List.of());

    /** Offsets from the first to the last, both included. */
    public record Range(long first, long last) {

        public Range {
            if (last < first) {
                throw new IllegalArgumentException("The range from %d to %d is reversed".formatted(first, last));
            }
        }

        public long count() {
            return last - first + 1;
        }

        @Override
        public String toString() {
            return first + "-" + last;
        }
    }

    public OffsetRanges {
        ranges = joined(ranges);
    }

    public static OffsetRanges of(Collection<Long> offsets) {
        return new OffsetRanges(
                offsets.stream().map(offset -> new Range(offset, offset)).toList());
    }

    /** @throws IllegalArgumentException when the text is not the written form of such a set */
    public static OffsetRanges parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        try {
            return new OffsetRanges(Arrays.stream(text.split(","))
                    .map(range -> range.split("-", 2))
                    .map(ends -> new Range(Long.parseLong(ends[0]), Long.parseLong(ends[1])))
                    .toList());
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("'%s' is no list of ranges".formatted(text), e);
        }
    }

    /** The offsets that are in this or in {@code other}. */
    public OffsetRanges and(OffsetRanges other) {
        return new OffsetRanges(
                Stream.concat(ranges.stream(), other.ranges.stream()).toList());
    }

    /** The offsets of this that are not in {@code other}. */
    public OffsetRanges without(OffsetRanges other) {
        List<Range> left = new ArrayList<>();
        int skip = 0;
        for (Range range : ranges) {
            long next = range.first();
            while (skip < other.ranges.size() && other.ranges.get(skip).last() < next) {
                skip++;
            }
            for (int i = skip; i < other.ranges.size() && next <= range.last(); i++) {
                Range taken = other.ranges.get(i);
                if (taken.first() > range.last()) {
                    break;
                }
                if (taken.first() > next) {
                    left.add(new Range(next, taken.first() - 1));
                }
                next = taken.last() + 1;
            }
            if (next <= range.last()) {
                left.add(new Range(next, range.last()));
            }
        }
        return new OffsetRanges(left);
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    public long count() {
        return ranges.stream().mapToLong(Range::count).sum();
    }

    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
    }

    private static List<Range> joined(List<Range> ranges) {
        List<Range> sorted =
                ranges.stream().sorted(Comparator.comparingLong(Range::first)).toList();
        List<Range> joined = new ArrayList<>();
        for (Range range : sorted) {
            Range before = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (before != null && range.first() <= before.last() + 1) {
                joined.set(joined.size() - 1, new Range(before.first(), Math.max(before.last(), range.last())));
            } else {
                joined.add(range);
            }
        }
        return List.copyOf(joined);
    }
}
