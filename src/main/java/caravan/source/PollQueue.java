package caravan.source;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sources that are due, and the threads that poll them. Those of one host never have more threads than are of use
 * there, so that where a host is asked slowly its own sources wait for one another and those of other hosts do not. What
 * fires while it waits or is being polled is polled once. Thread-safe.
 */
public final class PollQueue implements CamelContextAware, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PollQueue.class);

    /** One asks while another deals with what it was answered. */
    private static final int POLLS_PER_REQUEST = 2;

    private final Sources sources;
    private final Fetcher fetcher;
    private final int atATime;
    private final Map<String, Line> lines = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private CamelContext context;
    private ProducerTemplate polls;
    private ExecutorService threads;

    private record Due(String source, Date firing) {}

    /** The sources of one host. */
    private static final class Line {
        private final Queue<Due> waiting = new ArrayDeque<>();
        private int polled;
    }

    /** @param atATime how many sources are polled at the same time */
    public PollQueue(Sources sources, Fetcher fetcher, int atATime) {
        this.sources = sources;
        this.fetcher = fetcher;
        this.atATime = atATime;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        context = camelContext;
        polls = camelContext.createProducerTemplate();
        threads = camelContext.getExecutorServiceManager().newFixedThreadPool(this, "poll", atATime);
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /** Has the source polled as soon as there is a thread for its host, and does not wait for that. */
    public synchronized void offer(
            @ExchangeProperty("source") String source, @Header("scheduledFireTime") Date firing) {
        if (known.add(source)) {
            URI url = sources.named(source).url();
            String host = host(url, source);
            Line line = lines.computeIfAbsent(host, unknown -> new Line());
            line.waiting.add(new Due(source, firing));
            if (line.polled < places(url)) {
                line.polled++;
                next(host, line);
            }
        }
    }

    private int places(URI url) {
        return url.getHost() == null ? 1 : POLLS_PER_REQUEST * fetcher.atATime(url);
    }

    /** A folder is nobody's host. */
    private static String host(URI url, String source) {
        return url.getHost() == null ? source : Manners.normal(url.getHost());
    }

    /** Gives a thread that the line holds to its next source, or back. */
    private synchronized void next(String host, Line line) {
        Due due = context.isRunAllowed() ? line.waiting.poll() : null;
        if (due != null) {
            try {
                threads.execute(() -> poll(due, host, line));
                return;
            } catch (RejectedExecutionException closed) {
                LOG.debug("{} is not polled any more: {}", due.source(), closed.getMessage());
                known.remove(due.source());
            }
        }
        line.polled--;
        if (line.polled == 0 && line.waiting.isEmpty()) {
            lines.remove(host, line);
        }
    }

    private void poll(Due due, String host, Line line) {
        try {
            Exchange done = polls.request("direct:poll-due", exchange -> {
                exchange.getMessage().setHeader("source", due.source());
                exchange.getMessage().setHeader("scheduledFireTime", due.firing());
            });
            if (done.getException() != null) {
                LOG.warn("Polling {} failed: {}", due.source(), Objects.toString(done.getException()));
            }
        } finally {
            ended(due, host, line);
        }
    }

    private synchronized void ended(Due due, String host, Line line) {
        known.remove(due.source());
        next(host, line);
    }

    @Override
    public void close() {
        if (context != null) {
            context.getExecutorServiceManager().shutdownGraceful(threads);
            polls.stop();
        }
    }
}
