package caravan.parquet;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What of a table waits to be published, at one moment. Immutable.
 *
 * @param days with rows that wait, in their order
 * @param rows that wait; one that came twice counts twice
 * @param bytes of the files they are in
 * @param oldest when the first of them was appended; empty when none waits
 */
record Pending(List<LocalDate> days, long rows, long bytes, int segments, Optional<Instant> oldest) {

    Pending {
        days = List.copyOf(days);
    }

    static Pending of(Collection<Manifest> days) {
        List<Segment> segments =
                days.stream().flatMap(day -> day.pending().stream()).toList();
        return new Pending(
                days.stream()
                        .filter(day -> !day.pending().isEmpty())
                        .map(Manifest::day)
                        .sorted()
                        .toList(),
                segments.stream().mapToLong(Segment::rows).sum(),
                Manifests.bytes(segments.stream().map(Segment::file).toList()),
                segments.size(),
                segments.stream().map(Segment::appended).min(Comparator.naturalOrder()));
    }

    /** How long the oldest row has waited; nothing when none waits. */
    Duration age(Instant now) {
        return oldest.map(appended -> Duration.between(appended, now))
                .filter(age -> !age.isNegative())
                .orElse(Duration.ZERO);
    }
}
