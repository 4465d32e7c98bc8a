package caravan.lake;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends queries from another thread: when nobody waits for the answer any more, or its time is over. What is being read
 * then fails, and {@link #isStopped} says why. Thread-safe.
 */
public final class QueryStop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueryStop.class);
    private static final long AGAIN_MS = 50;

    private final Set<Statement> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;
    private volatile boolean overdue;
    private volatile boolean closed;

    /** Stops by itself when it is not closed within a time. */
    public static QueryStop after(Duration time) {
        QueryStop stop = new QueryStop();
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (!stop.closed) {
                        stop.overdue = true;
                        stop.stop();
                    }
                });
        return stop;
    }

    /** Stops what is running and lets nothing new begin. */
    public void stop() {
        stopped = true;
        interrupt();
    }

    public boolean isStopped() {
        return stopped;
    }

    /** Whether it was stopped because its time was over. */
    public boolean isOverdue() {
        return overdue;
    }

    /** What a statement does. */
    interface Work<T> {
        T done() throws SQLException;
    }

    /** Executes a statement, as long as it is not to be stopped. */
    <T> T run(Statement statement, Work<T> work) throws SQLException {
        running.add(statement);
        try {
            if (stopped) {
                throw new SQLException("The query was stopped before it began");
            }
            return work.done();
        } finally {
            running.remove(statement);
        }
    }

    /** DuckDB forgets an interruption that comes just before a statement begins; it is interrupted until it has ended. */
    private void interrupt() {
        for (Statement statement : running) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                LOG.debug("A query that is to be stopped has ended meanwhile", e);
            }
        }
        if (!closed) {
            CompletableFuture.delayedExecutor(AGAIN_MS, TimeUnit.MILLISECONDS).execute(this::interrupt);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
