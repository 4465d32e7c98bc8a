package caravan.parquet;

import java.time.Duration;
import java.time.Instant;

/**
 * When a day is worth writing again: that costs as much as the whole day, so what is new should be a good part of it, or
 * have waited long enough, and what is written for a day in 36 hours stays within a budget.
 *
 * <p>A row that waited for {@code age} while the day grew less than {@code growth} is published at once as long as little
 * of the budget is spent; the more is spent, the longer it waits, so that the rest of the budget lasts. Part of it is kept
 * for the compaction of the day.
 *
 * @param growth part of the size of the newest generation, 0.25 for a quarter; 0 for any growth
 * @param age that a row waits at least, unless the day grew
 * @param budget how many bytes may be written in 36 hours for each byte that the day has in the end; at least 4
 */
public record PublishPolicy(double growth, Duration age, double budget) {

    public static final PublishPolicy DEFAULT = new PublishPolicy(0.25, Duration.ofSeconds(60), 8);

    private static final double LEAST_BUDGET = 4;

    /** @throws IllegalArgumentException when growth or age is negative, or the budget too small */
    public PublishPolicy {
        if (!(growth >= 0) || age.isNegative()) {
            throw new IllegalArgumentException(
                    "Growth by %s or after %s is not a policy to publish by".formatted(growth, age));
        }
        if (!(budget >= LEAST_BUDGET)) {
            throw new IllegalArgumentException(
                    "With a budget of %s bytes to write for each that is kept a day cannot be published and compacted; it takes at least %s"
                            .formatted(budget, LEAST_BUDGET));
        }
    }

    /** Without a budget: whatever grew or waited is due. */
    public PublishPolicy(double growth, Duration age) {
        this(growth, age, Double.POSITIVE_INFINITY);
    }

    /** Whether {@code day} is due at {@code now}; a day that was never published is, as soon as it has a row. */
    public boolean isDue(Manifest day, Instant now) {
        if (day.pending().isEmpty() || day.generation().isEmpty()) {
            return !day.pending().isEmpty();
        }
        Generation newest = day.generation().get();
        long published = newest.file().toFile().length();
        long pending = day.pendingBytes();
        boolean grown = pending >= growth * published;
        Duration waited = Duration.between(day.oldestPending().orElseThrow(), now);
        if (!grown && waited.compareTo(age) < 0) {
            return false;
        }
        WriteCost cost = newest.cost().at(now).plus(day.pendingWritten());
        long spent = cost.bytes();
        double left = budget * day.compactedBytes() - compaction(day) - spent;
        if (left < published + pending) {
            return false;
        }
        // As many times longer than ever before as more is spent than left: what is left lasts about the day.
        double before = Duration.between(cost.since(), now).minus(waited).toMillis();
        return grown || waited.toMillis() >= before * spent / left;
    }

    /** Whether the budget lets {@code day} be compacted at {@code now}. */
    boolean allowsCompaction(Manifest day, Instant now) {
        long spent =
                day.generation().map(newest -> newest.cost().at(now).bytes()).orElse(0L) + day.pendingWritten();
        return spent + compaction(day) <= budget * day.compactedBytes();
    }

    private static double compaction(Manifest day) {
        long size = day.bytes();
        return day.compactedBytes() + size * DaySort.costOfRuns(size);
    }
}
