package caravan.source;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.Cancellable;

/**
 * Cuts the connection of the request under way when a fetch has had its time: in all, or for the beginning of an answer.
 * The time between two requests, which this process may spend waiting for its turn, does not count.
 *
 * <p>Socket timeouts bound the silence between two bytes; a server that sends one byte a second never trips them.
 */
final class Deadline {

    private final Duration whole;
    private final Duration headers;
    private final ScheduledExecutorService clock;
    private long left;
    private String missed = "";

    /**
     * @param whole for all requests together
     * @param headers for each request, until its answer begins
     */
    Deadline(Duration whole, Duration headers, ScheduledExecutorService clock) {
        this.whole = whole;
        this.headers = headers;
        this.clock = clock;
        this.left = whole.toNanos();
    }

    /** One request, under way until it is closed. */
    final class Watch implements AutoCloseable {

        private final Cancellable request;
        private final long start = System.nanoTime();
        private final ScheduledFuture<?> end;
        private final ScheduledFuture<?> silence;

        private Watch(Cancellable request) {
            this.request = request;
            this.end = clock.schedule(
                    () -> miss(request, "gave no complete answer within " + seconds(whole)),
                    left,
                    TimeUnit.NANOSECONDS);
            this.silence = clock.schedule(
                    () -> miss(request, "did not begin to answer within " + seconds(headers)),
                    // When there is less left, that is what ends it.
                    headers.toNanos() < left ? headers.toNanos() : left + TimeUnit.SECONDS.toNanos(1),
                    TimeUnit.NANOSECONDS);
        }

        /** The headers are there. */
        void answered() {
            silence.cancel(false);
        }

        @Override
        public void close() {
            end.cancel(false);
            silence.cancel(false);
            spend(System.nanoTime() - start);
            // Cuts the connection, unless the body was read to its end, which has given the connection back already.
            request.cancel();
        }
    }

    synchronized Watch watch(Cancellable request) {
        return new Watch(request);
    }

    synchronized boolean passed() {
        return !missed.isEmpty();
    }

    /** What the server did not do in time. */
    synchronized String missed() {
        return missed;
    }

    private synchronized void miss(Cancellable request, String what) {
        if (missed.isEmpty()) {
            missed = what;
        }
        request.cancel();
    }

    private synchronized void spend(long nanos) {
        left = Math.max(0, left - nanos);
    }

    private static String seconds(Duration duration) {
        return "%.1f s".formatted(duration.toMillis() / 1000.0);
    }
}
