package caravan.source;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How often a feed wants to be asked, and when it does not, as RSS 2.0 says it by {@code ttl}, {@code skipHours} and
 * {@code skipDays}. Who names every hour or every day has said nothing. Immutable.
 *
 * @param ttl how long it may be kept; at most a day
 * @param skipHours of UTC, 0 to 23
 * @param skipDays of UTC
 */
public record Pace(Optional<Duration> ttl, Set<Integer> skipHours, Set<DayOfWeek> skipDays) {

    /** Asked whenever its schedule says. */
    public static final Pace ANY = new Pace(Optional.empty(), Set.of(), Set.of());

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int HOURS = 24;

    /** @throws IllegalArgumentException when an hour is none of a day */
    public Pace {
        Objects.requireNonNull(ttl, "ttl");
        ttl = ttl.map(span -> span.compareTo(LONGEST) < 0 ? span : LONGEST);
        skipHours = skipHours.size() < HOURS ? Set.copyOf(skipHours) : Set.of();
        skipDays = skipDays.size() < DayOfWeek.values().length ? Set.copyOf(skipDays) : Set.of();
        if (skipHours.stream().anyMatch(hour -> hour < 0 || hour >= HOURS)) {
            throw new IllegalArgumentException("Hours are 0 to 23: " + skipHours);
        }
    }

    /** The earliest time from {@code wanted} on at which the feed may be asked: that, or a full hour within a week. */
    Instant allowed(Instant wanted) {
        ZonedDateTime time = wanted.atZone(ZoneOffset.UTC);
        while (skipHours.contains(time.getHour()) || skipDays.contains(time.getDayOfWeek())) {
            time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
        }
        return time.toInstant();
    }
}
