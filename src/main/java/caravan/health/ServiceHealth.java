package caravan.health;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether a service that is not ours answers. Ready, that is: to restart this process would not bring it back, so it says
 * nothing of whether the process is alive. A service that hangs costs whoever asks a bounded time. Thread-safe.
 */
public final class ServiceHealth extends AbstractHealthCheck implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** A question to the service that any answer will do for. */
    public interface Question {
        /** @throws Exception when the service does not answer; only its class is shown, since its text may tell secrets */
        void ask() throws Exception;
    }

    private final String service;
    private final Question question;
    private final ExecutorService asking;
    private Future<?> asked;

    /** @param service such as {@code redis} */
    public ServiceHealth(String service, Question question) {
        super("caravan", service);
        this.service = service;
        this.question = question;
        this.asking = Executors.newSingleThreadExecutor(run -> {
            Thread thread = new Thread(run, "health-" + service);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        try {
            answer().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            done();
            result.up();
        } catch (ExecutionException e) {
            done();
            result.down()
                    .message("%s does not answer: %s"
                            .formatted(service, e.getCause().getClass().getSimpleName()));
        } catch (TimeoutException e) {
            result.down().message("%s does not answer within %s".formatted(service, PATIENCE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result.unknown().message("Interrupted while %s was asked".formatted(service));
        }
    }

    /** One question at a time: one that hangs is waited for again. */
    private synchronized Future<?> answer() {
        if (asked == null) {
            asked = asking.submit(() -> {
                question.ask();
                return null;
            });
        }
        return asked;
    }

    private synchronized void done() {
        asked = null;
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
