package caravan.parquet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays the rows of a range of days once, from each start: an exchange for some rows of one day, one after the other,
 * the next when the route is done with the one before. The last carries {@code CamelBatchComplete}; for a range without
 * rows it is the only one and empty.
 *
 * <p>Rows whose exchange failed come again, unchanged, until it succeeds or the route is stopped; so do days that cannot
 * be read. A route that is suspended keeps its place, one that is stopped begins anew at the next start.
 */
@ManagedResource(description = "A replay of rows")
public final class ParquetPartitionConsumer extends DefaultConsumer implements Suspendable {

    private static final Logger LOG = LoggerFactory.getLogger(ParquetPartitionConsumer.class);
    private static final Duration A_CHECK = Duration.ofSeconds(1);

    private final DayRange range;
    private final ReentrantLock states = new ReentrantLock();
    private final Condition changed = states.newCondition();
    private ExecutorService executor;
    private volatile String day = "";
    private final AtomicLong replayed = new AtomicLong();
    private volatile boolean complete;

    ParquetPartitionConsumer(ParquetPartitionEndpoint endpoint, Processor processor, DayRange range) {
        super(endpoint, processor);
        this.range = range;
    }

    @Override
    public ParquetPartitionEndpoint getEndpoint() {
        return (ParquetPartitionEndpoint) super.getEndpoint();
    }

    @ManagedAttribute(description = "The days to replay")
    public String getRange() {
        return range.toString();
    }

    @ManagedAttribute(description = "The day that is being replayed; empty before the first")
    public String getDay() {
        return day;
    }

    @ManagedAttribute(description = "How many rows the route has taken since it was started")
    public long getReplayedRows() {
        return replayed.get();
    }

    @ManagedAttribute(description = "Whether the route has taken all rows of the range")
    public boolean isComplete() {
        return complete;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        day = "";
        replayed.set(0);
        complete = false;
        executor = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadExecutor(this, ParquetPartitionEndpoint.SCHEME + "-replay");
        executor.execute(this::replay);
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        awake();
    }

    @Override
    protected void doStop() throws Exception {
        awake();
        if (executor != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(executor);
            executor = null;
        }
        super.doStop();
    }

    private void replay() {
        PartitionedTable table = getEndpoint().table();
        int batchSize = getEndpoint().getConfiguration().getBatchSize();
        LOG.info("Replaying {} of {}", range, table.directory());
        try {
            Optional<Replay> opened = insist(() -> new Replay(table, range, batchSize));
            if (opened.isPresent()) {
                try (Replay replay = opened.get()) {
                    complete = replay(replay);
                }
            }
            LOG.info(
                    "{} {} of {} after {} rows",
                    complete ? "Replayed" : "Stopped replaying",
                    range,
                    table.directory(),
                    replayed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.info("The replay of {} of {} was interrupted after {} rows", range, table.directory(), replayed);
        }
    }

    /** @return whether it came to the end */
    private boolean replay(Replay replay) throws InterruptedException {
        while (true) {
            Optional<Replay.Batch> read = insist(replay::next);
            if (read.isEmpty()) {
                return false;
            }
            Replay.Batch batch = read.get();
            day = batch.rows().isEmpty() ? "" : batch.day().toString();
            if (!deliver(batch)) {
                return false;
            }
            replayed.addAndGet(batch.rows().size());
            if (batch.last()) {
                return true;
            }
            rest(getEndpoint().getConfiguration().getDelay());
        }
    }

    /** What is read, in however many attempts; empty when the consumer is stopped. */
    private <T> Optional<T> insist(Supplier<T> reading) throws InterruptedException {
        while (mayGoOn()) {
            try {
                return Optional.of(reading.get());
            } catch (RuntimeException e) {
                handleException("%s of %s cannot be read".formatted(range, getEndpoint()), e);
                rest(getEndpoint().getConfiguration().getRedeliveryDelay());
            }
        }
        return Optional.empty();
    }

    /** @return false when the consumer is stopped before the route has taken it */
    private boolean deliver(Replay.Batch batch) throws InterruptedException {
        for (int attempt = 1; mayGoOn(); attempt++) {
            Exchange exchange = exchange(batch, attempt);
            try {
                getProcessor().process(exchange);
            } catch (Exception e) {
                exchange.setException(e);
            }
            boolean taken = !exchange.isFailed() && !exchange.isRollbackOnly();
            if (!taken) {
                failed(batch, attempt, exchange);
            }
            releaseExchange(exchange, false);
            if (taken) {
                return true;
            }
            rest(getEndpoint().getConfiguration().getRedeliveryDelay());
        }
        return false;
    }

    private Exchange exchange(Replay.Batch batch, int attempt) {
        Exchange exchange = createExchange(false);
        exchange.setProperty(ExchangePropertyKey.BATCH_INDEX, batch.number());
        exchange.setProperty(ExchangePropertyKey.BATCH_SIZE, batch.rows().size());
        exchange.setProperty(ExchangePropertyKey.BATCH_COMPLETE, batch.last());
        Message message = exchange.getMessage();
        RowForm form = getEndpoint().getConfiguration().getRowsAs();
        List<Object> rows = new ArrayList<>();
        batch.rows().forEach(row -> rows.add(form.of(row)));
        message.setBody(rows);
        if (!rows.isEmpty()) {
            message.setHeader(ParquetPartitionConstants.DAY, batch.day().toString());
            message.setHeader(ParquetPartitionConstants.POSITION, batch.position());
        }
        message.setHeader(ParquetPartitionConstants.LAST, batch.last());
        message.setHeader(ParquetPartitionConstants.ATTEMPT, attempt);
        return exchange;
    }

    /** The route's own error handling has had its turn; a bridge would only give it the same exchange again. */
    private void failed(Replay.Batch batch, int attempt, Exchange exchange) {
        String what = "The %s rows of %s from %s on were not taken in attempt %s; they come again"
                .formatted(batch.rows().size(), batch.day(), batch.position(), attempt);
        if (getEndpoint().isBridgeErrorHandler()) {
            LOG.warn("{}: {}", what, String.valueOf(exchange.getException()));
        } else {
            getExceptionHandler().handleException(what, exchange, exchange.getException());
        }
    }

    /** Waits while the consumer is suspended; false when it is stopped. */
    private boolean mayGoOn() throws InterruptedException {
        states.lock();
        try {
            while (isSuspendingOrSuspended()) {
                changed.await(A_CHECK.toMillis(), TimeUnit.MILLISECONDS);
            }
            return isRunAllowed();
        } finally {
            states.unlock();
        }
    }

    /** Does nothing for a time, unless the consumer is stopped. */
    private void rest(Duration time) throws InterruptedException {
        states.lock();
        try {
            long left = time.toNanos();
            while (left > 0 && isRunAllowed()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            states.unlock();
        }
    }

    private void awake() {
        states.lock();
        try {
            changed.signalAll();
        } finally {
            states.unlock();
        }
    }
}
