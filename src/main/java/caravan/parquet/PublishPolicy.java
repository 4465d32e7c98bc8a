package caravan.parquet;

import java.time.Duration;
import java.time.Instant;

/**
 * When a day is worth writing again: writing costs as much as the whole day, so what is new should be a good part of it,
 * or have waited long enough.
 *
 * @param growth part of the size of the newest generation, 0.25 for a quarter; 0 for any growth
 * @param age that a row waits at most
 */
public record PublishPolicy(double growth, Duration age) {

    public static final PublishPolicy DEFAULT = new PublishPolicy(0.25, Duration.ofSeconds(60));

    /** @throws IllegalArgumentException when either is negative */
    public PublishPolicy {
        if (!(growth >= 0) || age.isNegative()) {
            throw new IllegalArgumentException(
                    "Growth by %s or after %s is not a policy to publish by".formatted(growth, age));
        }
    }

    /** Whether {@code day} is due at {@code now}; a day that was never published is, as soon as it has a row. */
    public boolean isDue(Manifest day, Instant now) {
        if (day.pending().isEmpty()) {
            return false;
        }
        if (day.generation().isEmpty()
                || !day.oldestPending().orElseThrow().plus(age).isAfter(now)) {
            return true;
        }
        long published = day.generation().get().file().toFile().length();
        long pending = Manifests.bytes(day.pending().stream().map(Segment::file).toList());
        return pending >= growth * published;
    }
}
