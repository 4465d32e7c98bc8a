package caravan.parquet;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How many bytes were written for a day of the table within a day and a half of the clock: while rows come, and until it is
 * compacted after its end. Immutable.
 *
 * @param since when counting began
 * @param bytes of segments, generations and what lay between
 */
public record WriteCost(Instant since, long bytes) {

    private static final Duration WINDOW = Duration.ofHours(36);
    private static final String SINCE = "caravan.writing-since";
    private static final String BYTES = "caravan.written-before";

    /** As it is at {@code now}: 36 hours after counting began it begins again. */
    WriteCost at(Instant now) {
        return since.plus(WINDOW).isAfter(now) ? this : new WriteCost(now, 0);
    }

    WriteCost plus(long more) {
        return new WriteCost(since, Math.addExact(bytes, more));
    }

    Map<String, String> footer() {
        return Map.of(SINCE, since.toString(), BYTES, Long.toString(bytes));
    }

    /** @param unknown the beginning, where the footer has none */
    static WriteCost fromFooter(Map<String, String> footer, Instant unknown) {
        return new WriteCost(
                footer.containsKey(SINCE) ? Instant.parse(footer.get(SINCE)) : unknown,
                Long.parseLong(footer.getOrDefault(BYTES, "0")));
    }
}
