package caravan.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Looks, on a thread of its own, at what a measurement waits for. The measurement closes it when it is over. */
final class Lookout implements AutoCloseable {

    private static final long LOOK_MS = 100;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    /**
     * Returns as soon as something holds, and at the latest after a while.
     *
     * @return whether it held
     * @throws IllegalStateException when looking at it fails
     */
    boolean await(Duration atMost, BooleanSupplier condition) throws InterruptedException {
        CompletableFuture<Boolean> holds = new CompletableFuture<>();
        ScheduledFuture<?> looks =
                clock.scheduleWithFixedDelay(() -> look(condition, holds), 0, LOOK_MS, TimeUnit.MILLISECONDS);
        try {
            return holds.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("What is waited for cannot be looked at", e.getCause());
        } finally {
            looks.cancel(false);
        }
    }

    /** Returns when a while has passed. */
    void pass(Duration time) throws InterruptedException {
        await(time, () -> false);
    }

    /** A schedule would end silently with what its task throws. */
    private static void look(BooleanSupplier condition, CompletableFuture<Boolean> holds) {
        try {
            if (condition.getAsBoolean()) {
                holds.complete(true);
            }
        } catch (RuntimeException e) {
            holds.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
