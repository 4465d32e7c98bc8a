package caravan.testing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system's time until it is stopped; from then on always the same moment. Thread-safe. */
public final class StoppableClock extends Clock {

    private volatile Instant stopped;

    /** Time stands still from now on. */
    public void stop() {
        stopped = Instant.now();
    }

    @Override
    public Instant instant() {
        Instant moment = stopped;
        return moment == null ? Instant.now() : moment;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Times are in UTC");
    }
}
