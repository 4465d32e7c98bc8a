package caravan.live;

import java.time.Instant;
import java.util.Objects;

/**
 * What was said of a ticker in one hour, by the articles' time of publication. Immutable.
 *
 * @param hour when it begins, a whole hour of UTC
 * @param count how many articles
 * @param score their weighted mean, -1 to 1; 0 when there are none
 */
public record HourlyScore(Instant hour, long count, double score) {

    public HourlyScore {
        Objects.requireNonNull(hour, "hour");
    }
}
