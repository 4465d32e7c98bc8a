package caravan.parquet;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;

/**
 * How a table is written. Immutable.
 *
 * @param fileName of the published file of a day
 * @param rowGroupBytes about how much of a published file is one row group, before compression; publishing needs that
 *     much memory, and one row group is the least a reader can read in parallel
 * @param pageBytes about how much of a column is one page, before compression
 * @param zstdLevel of published files, 1 (fast) to 22 (small)
 * @param policy when a day is published
 * @param grace how long files that were replaced stay for those who read them
 * @param clock what appends and publications are dated by
 */
public record TableOptions(
        String fileName,
        long rowGroupBytes,
        int pageBytes,
        int zstdLevel,
        PublishPolicy policy,
        Duration grace,
        InstantSource clock) {

    public static final TableOptions DEFAULT = new TableOptions(
            "data.parquet",
            32L << 20,
            1 << 20,
            3,
            PublishPolicy.DEFAULT,
            Duration.ofSeconds(60),
            InstantSource.system());

    /** @throws IllegalArgumentException when a value is out of range */
    public TableOptions {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(clock, "clock");
        if (!fileName.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*\\.parquet")) {
            throw new IllegalArgumentException("'%s' is not the name of a Parquet file".formatted(fileName));
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException("A grace of %s is negative".formatted(grace));
        }
        new FileShape(rowGroupBytes, pageBytes, zstdLevel, true, Set.of());
    }

    public TableOptions withFileName(String name) {
        return new TableOptions(name, rowGroupBytes, pageBytes, zstdLevel, policy, grace, clock);
    }

    public TableOptions withRowGroupBytes(long bytes) {
        return new TableOptions(fileName, bytes, pageBytes, zstdLevel, policy, grace, clock);
    }

    public TableOptions withPageBytes(int bytes) {
        return new TableOptions(fileName, rowGroupBytes, bytes, zstdLevel, policy, grace, clock);
    }

    public TableOptions withZstdLevel(int level) {
        return new TableOptions(fileName, rowGroupBytes, pageBytes, level, policy, grace, clock);
    }

    public TableOptions withPolicy(PublishPolicy newPolicy) {
        return new TableOptions(fileName, rowGroupBytes, pageBytes, zstdLevel, newPolicy, grace, clock);
    }

    public TableOptions withGrace(Duration newGrace) {
        return new TableOptions(fileName, rowGroupBytes, pageBytes, zstdLevel, policy, newGrace, clock);
    }

    public TableOptions withClock(InstantSource newClock) {
        return new TableOptions(fileName, rowGroupBytes, pageBytes, zstdLevel, policy, grace, newClock);
    }

    FileShape publishedShape() {
        return new FileShape(rowGroupBytes, pageBytes, zstdLevel, true, Set.of());
    }

    /** A segment is read a few times and soon gone: the least work to write it. */
    FileShape segmentShape() {
        return new FileShape(rowGroupBytes, pageBytes, 1, false, Set.of());
    }
}
