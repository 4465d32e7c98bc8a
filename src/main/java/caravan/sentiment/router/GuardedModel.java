package caravan.sentiment.router;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.sentiment.Finding;
import caravan.sentiment.Passage;
import caravan.sentiment.SentimentModel;
import caravan.sentiment.router.ModelFailedException.Reason;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model behind a deadline, a bound on how much it is asked at once, and a circuit breaker: a dead one costs its
 * deadline once, and then nothing until it has passed a probe. Probes are sentences of our own, so that no article waits
 * to find out whether a model is back. Each lane has threads of its own; thread-safe.
 */
public final class GuardedModel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedModel.class);

    private static final List<Passage> PROBE =
            List.of(new Passage("Profit rises", "Profit rose in the third quarter.", List.of()));

    /** The share of the last calls that may fail, in per cent, and how many calls those are. */
    private static final int FAILURES = 50;

    private static final int CALLS = 10;

    /** A batch with one article that the model cannot bear fails, and then that article alone: no reason to give it up. */
    private static final int LEAST_CALLS = 5;

    /** A breaker closes when a probe succeeds, never by the passing of time. */
    private static final Duration NEVER = Duration.ofDays(36_500);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private record Lane(ExecutorService threads, Semaphore places) {}

    private final SentimentModel model;
    private final ModelLimits limits;
    private final CircuitBreaker breaker;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final ScheduledExecutorService probes;
    private final Future<?> probing;
    private volatile Optional<String> lastFailure = Optional.empty();
    private volatile Optional<Duration> lastLatency = Optional.empty();

    /** @param model closed together with this */
    public GuardedModel(SentimentModel model, ModelLimits limits) {
        this.model = model;
        this.limits = limits;
        this.breaker = CircuitBreaker.of(
                model.name(),
                CircuitBreakerConfig.custom()
                        .failureRateThreshold(FAILURES)
                        .slidingWindowSize(CALLS)
                        .minimumNumberOfCalls(LEAST_CALLS)
                        .waitDurationInOpenState(NEVER)
                        .ignoreException(GuardedModel::isNoFault)
                        .build());
        this.probes = Executors.newSingleThreadScheduledExecutor(threads("probe"));
        this.probing = probes.scheduleWithFixedDelay(
                this::probe, limits.probe().toMillis(), limits.probe().toMillis(), TimeUnit.MILLISECONDS);
    }

    public String name() {
        return model.name();
    }

    public String version() {
        return model.version();
    }

    /** What it has used, as {@link SentimentModel#used()} has it. */
    public Map<String, Double> used() {
        return model.used();
    }

    public ModelLimits limits() {
        return limits;
    }

    /** Whether it is asked at present. */
    public boolean isOpen() {
        return breaker.getState() != CircuitBreaker.State.CLOSED;
    }

    /** What went wrong when something last did. */
    public Optional<String> lastFailure() {
        return lastFailure;
    }

    /** How long it took when it last answered. */
    public Optional<Duration> lastLatency() {
        return lastLatency;
    }

    /**
     * Asks the model about one batch.
     *
     * @param lane whose threads do the waiting
     * @param passages no more than {@link ModelLimits#batch()}
     * @return one finding per passage, in order
     * @throws ModelFailedException when it is not asked or gives no answer
     * @throws UnavailableException when the caller is interrupted
     */
    public List<Finding> score(String lane, List<Passage> passages) throws ModelFailedException {
        try {
            return breaker.executeCallable(() -> ask(lane, passages));
        } catch (CallNotPermittedException e) {
            throw new ModelFailedException(name(), Reason.OPEN, "failed lately and is not back yet", e);
        } catch (ModelFailedException e) {
            noticed(e);
            throw e;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The model %s threw what it does not declare".formatted(name()), e);
        }
    }

    /** Whether a failure is no reason to think that the model is away. */
    private static boolean isNoFault(Throwable failure) {
        return !(failure instanceof ModelFailedException failed)
                || failed.reason() == Reason.REFUSED
                || failed.reason() == Reason.BUSY;
    }

    private void noticed(ModelFailedException failure) {
        lastFailure = Optional.of(failure.getMessage());
        if (failure.reason() == Reason.DEADLINE && breaker.getState() == CircuitBreaker.State.CLOSED) {
            // Each further try would cost the deadline again.
            breaker.transitionToOpenState();
        }
        if (isOpen()) {
            LOG.warn("{}; it is not asked until it has passed a probe", failure.getMessage());
        }
    }

    private List<Finding> ask(String lane, List<Passage> passages) throws ModelFailedException {
        Future<List<Finding>> answer = submit(lanes.computeIfAbsent(lane, this::lane), passages);
        long start = System.nanoTime();
        try {
            List<Finding> findings = answer.get(limits.deadline().toMillis(), TimeUnit.MILLISECONDS);
            lastLatency = Optional.of(Duration.ofNanos(System.nanoTime() - start));
            return findings;
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ModelFailedException(
                    name(), Reason.DEADLINE, "did not answer within %s".formatted(limits.deadline()), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new UnavailableException("Interrupted while the model %s was asked".formatted(name()), e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private Future<List<Finding>> submit(Lane lane, List<Passage> passages) throws ModelFailedException {
        if (!lane.places().tryAcquire()) {
            throw new ModelFailedException(
                    name(), Reason.BUSY, "has %d batches under way already".formatted(limits.concurrency()));
        }
        try {
            return lane.threads().submit(() -> {
                try {
                    return checked(model.score(passages), passages.size());
                } finally {
                    lane.places().release();
                }
            });
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            lane.places().release();
            throw new ModelFailedException(name(), Reason.MEMORY, "got no thread", e);
        }
    }

    private static List<Finding> checked(List<Finding> findings, int asked) {
        if (findings == null || findings.size() != asked || findings.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("%s answers for %d articles"
                    .formatted(findings == null ? "no" : String.valueOf(findings.size()), asked));
        }
        return findings;
    }

    private ModelFailedException failure(Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            return new ModelFailedException(name(), Reason.MEMORY, "ran out of memory", cause);
        }
        if (cause instanceof UnavailableException) {
            return new ModelFailedException(name(), Reason.UNAVAILABLE, "cannot answer: " + cause.getMessage(), cause);
        }
        if (cause instanceof UnprocessableException) {
            return new ModelFailedException(
                    name(), Reason.REFUSED, "has no answer for an article: " + cause.getMessage(), cause);
        }
        if (cause instanceof IllegalArgumentException || cause instanceof NullPointerException) {
            return new ModelFailedException(name(), Reason.GARBAGE, "answered nonsense: " + cause.getMessage(), cause);
        }
        return new ModelFailedException(name(), Reason.ERROR, "failed: " + cause, cause);
    }

    private void probe() {
        if (!isOpen()) {
            return;
        }
        try {
            ask("probe", PROBE);
            breaker.transitionToClosedState();
            LOG.info("The model {} is back", name());
        } catch (ModelFailedException e) {
            lastFailure = Optional.of(e.getMessage());
            LOG.debug("{}", e.getMessage());
        } catch (UnavailableException e) {
            LOG.debug("The probes of the model {} end: {}", name(), e.getMessage());
        }
    }

    private Lane lane(String name) {
        return new Lane(Executors.newCachedThreadPool(threads(name)), new Semaphore(limits.concurrency()));
    }

    private ThreadFactory threads(String lane) {
        return call -> {
            Thread thread = new Thread(call, "model-%s-%s".formatted(name(), lane));
            // One that hangs must not keep the process from ending.
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Waits a little for what is under way. A model that hangs is left open, since what it uses must not go from under it. */
    @Override
    public void close() {
        probing.cancel(true);
        probes.shutdownNow();
        lanes.values().forEach(lane -> lane.threads().shutdownNow());
        if (lanes.values().stream().map(Lane::threads).allMatch(GuardedModel::ended)) {
            model.close();
        } else {
            LOG.warn("The model {} still hangs and is left as it is", name());
        }
    }

    private static boolean ended(ExecutorService pool) {
        try {
            return pool.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
