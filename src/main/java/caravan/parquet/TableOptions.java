package caravan.parquet;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * How a table is written. Immutable.
 *
 * @param fileName of the published file of a day
 * @param rowGroupBytes about how much of a published file is one row group, before compression, and twice as much of a
 *     compacted one; publishing needs that much memory, and one row group is the least a reader can read in parallel
 * @param pageBytes about how much of a column is one page, before compression; four times as much of a compacted file,
 *     which makes it a tenth smaller
 * @param zstdLevel of compacted files, 1 (fast) to 22 (small); others are written as fast as can be
 * @param policy when a day is published
 * @param mergeAt how many segments of a day wait, before they are merged into one, and as many of those into one again; at
 *     least 2. A row is so written once for each power of it that a day has segments
 * @param grace how long files that were replaced stay for those who read them; in less than a second some may be gone
 *     before a reader that found them looks, and for a moment it may see fewer rows
 * @param compaction what a day becomes once it is over
 * @param clock what appends and publications are dated by
 */
public record TableOptions(
        String fileName,
        long rowGroupBytes,
        int pageBytes,
        int zstdLevel,
        PublishPolicy policy,
        int mergeAt,
        Duration grace,
        Compaction compaction,
        InstantSource clock) {

    /**
     * The form of a day that is over: sorted, compressed well, with Bloom filters.
     *
     * @param sortBy columns, null first; none to leave days as they are published
     * @param bloomFilters columns that rows are looked up by
     * @param after how long after its end a day is compacted; rows that come later are published as ever, and the day is
     *     compacted again
     */
    public record Compaction(List<String> sortBy, Set<String> bloomFilters, Duration after) {

        public static final Compaction NONE = new Compaction(List.of(), Set.of(), Duration.ofHours(1));

        public Compaction {
            sortBy = List.copyOf(sortBy);
            bloomFilters = Set.copyOf(bloomFilters);
            if (after.isNegative()) {
                throw new IllegalArgumentException("A day cannot be compacted %s after its end".formatted(after));
            }
        }
    }

    public static final TableOptions DEFAULT = new TableOptions(
            "data.parquet",
            32L << 20,
            1 << 20,
            6,
            PublishPolicy.DEFAULT,
            24,
            Duration.ofSeconds(60),
            Compaction.NONE,
            InstantSource.system());

    private static final int FAST = 1;

    /** @throws IllegalArgumentException when a value is out of range */
    public TableOptions {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(compaction, "compaction");
        Objects.requireNonNull(clock, "clock");
        if (!fileName.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*\\.parquet")) {
            throw new IllegalArgumentException("'%s' is not the name of a Parquet file".formatted(fileName));
        }
        if (mergeAt < 2) {
            throw new IllegalArgumentException("One segment cannot be merged; it takes at least 2");
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("A grace of %s is negative".formatted(grace));
        }
        new FileShape(rowGroupBytes, pageBytes, zstdLevel, zstdLevel, true, true, Set.of());
    }

    public TableOptions withFileName(String value) {
        return new TableOptions(value, rowGroupBytes, pageBytes, zstdLevel, policy, mergeAt, grace, compaction, clock);
    }

    public TableOptions withRowGroupBytes(long value) {
        return new TableOptions(fileName, value, pageBytes, zstdLevel, policy, mergeAt, grace, compaction, clock);
    }

    public TableOptions withPageBytes(int value) {
        return new TableOptions(fileName, rowGroupBytes, value, zstdLevel, policy, mergeAt, grace, compaction, clock);
    }

    public TableOptions withZstdLevel(int value) {
        return new TableOptions(fileName, rowGroupBytes, pageBytes, value, policy, mergeAt, grace, compaction, clock);
    }

    public TableOptions withPolicy(PublishPolicy value) {
        return new TableOptions(
                fileName, rowGroupBytes, pageBytes, zstdLevel, value, mergeAt, grace, compaction, clock);
    }

    public TableOptions withMergeAt(int value) {
        return new TableOptions(fileName, rowGroupBytes, pageBytes, zstdLevel, policy, value, grace, compaction, clock);
    }

    public TableOptions withGrace(Duration value) {
        return new TableOptions(
                fileName, rowGroupBytes, pageBytes, zstdLevel, policy, mergeAt, value, compaction, clock);
    }

    public TableOptions withCompaction(Compaction value) {
        return new TableOptions(fileName, rowGroupBytes, pageBytes, zstdLevel, policy, mergeAt, grace, value, clock);
    }

    public TableOptions withClock(InstantSource value) {
        return new TableOptions(
                fileName, rowGroupBytes, pageBytes, zstdLevel, policy, mergeAt, grace, compaction, value);
    }

    /** As long as a day grows, what counts is how fast it is written: pages go from file to file as they are. */
    FileShape publishedShape() {
        return new FileShape(rowGroupBytes, pageBytes, FAST, zstdLevel, true, true, Set.of());
    }

    /** A segment is read a few times and soon gone, and may hold a single row. */
    FileShape segmentShape() {
        return new FileShape(rowGroupBytes, pageBytes, FAST, zstdLevel, false, false, Set.of());
    }

    FileShape compactedShape() {
        return new FileShape(
                Math.multiplyExact(2, rowGroupBytes),
                Math.multiplyExact(4, pageBytes),
                zstdLevel,
                zstdLevel,
                true,
                true,
                compaction.bloomFilters());
    }
}
