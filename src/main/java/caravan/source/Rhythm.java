package caravan.source;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TimeZone;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.quartz.CronExpression;

/**
 * When a source is asked next, within its schedule. Immutable and thread-safe.
 *
 * <ul>
 *   <li>One that changes is asked at each firing. One that has not for a while is asked at each second, then each third,
 *       until {@code mostSkipped} firings lie between.
 *   <li>An answer that says how long it is good is not asked for again before, but for its last tenth.
 *   <li>A feed that says for how long it may be kept (RSS {@code ttl}) is like an answer that does.
 *   <li>Neither makes a poll later than {@code longestRest} after the next firing, nor than the source's own
 *       {@code max_interval} after this one. Its {@code min_interval} lies between two polls in any case.
 *   <li>In the hours and on the days at which a feed does not want to be asked ({@link Pace}) it is not, unless its
 *       {@code max_interval} ends before.
 *   <li>One that fails waits {@code firstWait}, then twice as long each time, up to {@code longestWait}; a random half of
 *       it is let off, so that what failed together does not come back together. A Retry-After is kept in any case.
 *   <li>After {@code failuresUntilParked} in a row it is parked: probed every {@code probe}. Where only its operator can
 *       help (401, 403) or the feed is not there (404) that is sooner; one that is gone (410) is not asked any more.
 * </ul>
 */
public record Rhythm(
        Duration firstWait,
        Duration longestWait,
        int failuresUntilParked,
        Duration probe,
        int mostSkipped,
        Duration longestRest,
        RandomGenerator random) {

    private static final int UNCHANGED_PER_SKIP = 6;
    private static final int REFUSALS_UNTIL_PARKED = 3;
    private static final int MISSES_UNTIL_PARKED = 10;
    private static final int GONE = 410;

    /** @throws IllegalArgumentException when a number is below nothing */
    public Rhythm {
        if (failuresUntilParked < 1 || mostSkipped < 0) {
            throw new IllegalArgumentException(
                    "A source is parked after one failure at least, and skips no less than none");
        }
    }

    /**
     * The first firing that is used after a poll that went well.
     *
     * @param firing of the poll
     * @param unchanged polls in a row that brought nothing new
     * @param goodFor how long from now the server expects the feed to stay as it is
     * @param pace what the feed itself says
     */
    Optional<Instant> due(
            Source source, Instant firing, int unchanged, Optional<Duration> goodFor, Pace pace, Instant now) {
        CronExpression cron = cron(source);
        Optional<Instant> next = next(cron, firing);
        if (next.isEmpty()) {
            return Optional.empty();
        }
        Instant latest = next.get().plus(longestRest);
        Instant due = next.get();
        for (int skip = Math.min(unchanged / UNCHANGED_PER_SKIP, mostSkipped); skip > 0; skip--) {
            due = next(cron, due).orElse(due);
        }
        // A schedule of as many minutes as the answer is good for should not miss it by a second each time.
        Instant good = Stream.of(goodFor, pace.ttl())
                .flatMap(Optional::stream)
                .max(Duration::compareTo)
                .map(span -> now.plus(span.multipliedBy(9).dividedBy(10)))
                .orElse(due);
        Instant rested = pace.allowed(earlier(later(good, due), latest));
        Instant wanted = source.limits()
                .maxInterval()
                .map(most -> earlier(rested, firing.plus(most)))
                .orElse(rested);
        return Optional.of(source.limits()
                .minInterval()
                .map(least -> later(wanted, firing.plus(least)))
                .orElse(wanted));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /**
     * How long the source is left alone after a poll that its site failed.
     *
     * @param failures in a row, this one included
     */
    Rest after(Exception failure, int failures, Instant now) {
        OptionalInt status = status(failure);
        if (status.orElse(0) == GONE) {
            return new Rest(Optional.empty(), Optional.of(Standing.GONE), true, status);
        }
        boolean parked = failures >= Math.min(failuresUntilParked, patience(status.orElse(0)));
        Duration wait = parked ? probe : backOff(failures);
        Instant again = now.plus(wait.dividedBy(2))
                .plusMillis((long) (random.nextDouble() * wait.dividedBy(2).toMillis()));
        if (failure instanceof RetryLaterException later && later.notBefore().isAfter(again)) {
            again = later.notBefore();
        }
        return new Rest(Optional.of(again), Optional.of(parked ? Standing.PARKED : Standing.POLLED), true, status);
    }

    private Duration backOff(int failures) {
        Duration wait = firstWait;
        for (int failure = 1; failure < failures && wait.compareTo(longestWait) < 0; failure++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(longestWait) < 0 ? wait : longestWait;
    }

    /** How many answers of this kind it takes until nobody expects another. */
    private static int patience(int status) {
        return switch (status) {
            case 401, 402, 403, 407, 451 -> REFUSALS_UNTIL_PARKED;
            case 400, 404, 405, 406 -> MISSES_UNTIL_PARKED;
            default -> Integer.MAX_VALUE;
        };
    }

    private static OptionalInt status(Exception failure) {
        if (failure instanceof RefusedByServerException refused) {
            return OptionalInt.of(refused.status());
        }
        if (failure instanceof FailedAnswerException failed) {
            return OptionalInt.of(failed.status());
        }
        return failure instanceof RetryLaterException later ? later.status() : OptionalInt.empty();
    }

    /** The next firing of the source's schedule after {@code time}; empty when there is none. */
    static Optional<Instant> next(Source source, Instant time) {
        return next(cron(source), time);
    }

    private static Optional<Instant> next(CronExpression cron, Instant time) {
        return Optional.ofNullable(cron.getNextValidTimeAfter(Date.from(time))).map(Date::toInstant);
    }

    private static CronExpression cron(Source source) {
        try {
            CronExpression cron = new CronExpression(source.cron());
            cron.setTimeZone(TimeZone.getTimeZone(source.zone()));
            return cron;
        } catch (ParseException e) {
            throw new IllegalStateException("A declared source has a schedule: " + source, e);
        }
    }
}
