package caravan.source;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.Cancellable;

/**
 * Cuts the connection of whatever request is under way when a fetch has had its time.
 *
 * <p>Socket timeouts bound the silence between two bytes; a server that sends one byte a second never trips them.
 */
final class Deadline implements AutoCloseable {

    private final Duration after;
    private final ScheduledFuture<?> alarm;
    private Cancellable current = () -> false;
    private boolean passed;

    Deadline(Duration after, ScheduledExecutorService clock) {
        this.after = after;
        this.alarm = clock.schedule(this::pass, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    synchronized void watch(Cancellable request) {
        current = request;
        if (passed) {
            request.cancel();
        }
    }

    synchronized boolean passed() {
        return passed;
    }

    Duration after() {
        return after;
    }

    private synchronized void pass() {
        passed = true;
        current.cancel();
    }

    @Override
    public void close() {
        alarm.cancel(false);
    }
}
