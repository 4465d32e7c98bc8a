package caravan.live;

import java.time.Duration;

/**
 * How long what holds in the live scores. Immutable.
 *
 * @param halfLife after which an article counts half in the decayed score
 * @param countOnceWithin how long an article is remembered to have counted, in whole seconds
 * @param latestTtl how long a ticker's latest row is kept
 * @param keep how long all of a ticker is kept after an article has counted for it
 */
public record LiveSpans(Duration halfLife, Duration countOnceWithin, Duration latestTtl, Duration keep) {

    /** @throws IllegalArgumentException when a ticker is forgotten before it is forgotten which articles have counted */
    public LiveSpans {
        if (keep.compareTo(countOnceWithin) < 0) {
            throw new IllegalArgumentException(
                    "A ticker that is kept for %s forgets which articles have counted within %s"
                            .formatted(keep, countOnceWithin));
        }
    }
}
