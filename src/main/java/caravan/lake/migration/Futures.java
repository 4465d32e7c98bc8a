package caravan.lake.migration;

import caravan.UnavailableException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Waits for what other threads do. */
final class Futures {

    private static final int SECONDS = 60;

    private Futures() {}

    /** The result, or the exception as it was thrown. */
    static <T> T get(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (e.getCause() instanceof InterruptedException) {
                throw new UnavailableException("The migration was interrupted", e);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Returns when no task runs any more; those that were not begun are not. */
    static void stop(ExecutorService threads) throws InterruptedException {
        threads.shutdownNow();
        if (!threads.awaitTermination(SECONDS, TimeUnit.SECONDS)) {
            throw new UnavailableException("A thread of the migration does not end", null);
        }
    }
}
