package caravan.health;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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
 * nothing of whether the process is alive. A service that hangs costs the first who asks a bounded time and those after him
 * little: the server answers questions about health and metrics one after the other, and whoever watches whether the
 * process is alive must not wait long behind them. Thread-safe.
 */
public final class ServiceHealth extends AbstractHealthCheck implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** With a service that did not answer when it was asked last. */
    private static final Duration SHORT_PATIENCE = Duration.ofMillis(200);

    /** A question to the service that any answer will do for. */
    public interface Question {
        /** @throws Exception when the service does not answer; only its class is shown, since its text may tell secrets */
        void ask() throws Exception;
    }

    private final String service;
    private final Question question;
    private final ExecutorService asking;
    private Future<?> asked;
    private volatile Optional<String> ailment = Optional.empty();

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
        Duration patience = ailment.isEmpty() ? PATIENCE : SHORT_PATIENCE;
        try {
            answer().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            if (ailment.isEmpty()) {
                ailment = Optional.of("%s does not answer within %s".formatted(service, patience));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("%s could not be asked".formatted(service), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result.unknown().message("Interrupted while %s was asked".formatted(service));
            return;
        }
        ailment.ifPresentOrElse(why -> result.down().message(why), result::up);
    }

    /** One question at a time: one that hangs is waited for again. What came of it after that is old: it is asked anew. */
    private synchronized Future<?> answer() {
        if (asked == null || asked.isDone()) {
            asked = asking.submit(this::ask);
        }
        return asked;
    }

    private void ask() {
        try {
            question.ask();
            ailment = Optional.empty();
        } catch (Exception e) {
            ailment = Optional.of(
                    "%s does not answer: %s".formatted(service, e.getClass().getSimpleName()));
        }
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
