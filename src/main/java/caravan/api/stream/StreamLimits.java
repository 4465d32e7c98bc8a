package caravan.api.stream;

import java.time.Duration;

/**
 * What listeners may take. Immutable.
 *
 * @param clients how many may listen at the same time
 * @param patience how long one may take nothing before it is let go
 */
public record StreamLimits(int clients, Duration patience) {}
