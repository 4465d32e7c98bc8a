package caravan.api.stream;

import caravan.live.feed.Feed;
import caravan.live.feed.FeedReader;
import caravan.live.feed.FeedRequest;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers {@code GET /api/stream} with server-sent events (WHATWG HTML, 9.2). A listener reads the feed at its own pace;
 * one that is too slow is let go, and may resume where it was with the id of its last event. Thread-safe.
 */
public final class StreamApi implements AutoCloseable {

    /** Ahead of camel-platform-http, which would gather an answer before it sends it. */
    private static final int ORDER = -100;

    private static final String RETRY = "retry: 2000\n\n";
    private static final int WRITE_QUEUE = 128 * 1024;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Feed feed;
    private final StreamLimits limits;
    private final Clock clock;
    private final AtomicInteger listening = new AtomicInteger();
    private final Map<Context, StreamLoop> loops = new ConcurrentHashMap<>();
    private final Counter dropped;
    private final Object lock = new Object();
    private Runnable deaf;

    public StreamApi(Feed feed, StreamLimits limits, MeterRegistry meters, Clock clock) {
        this.feed = feed;
        this.limits = limits;
        this.clock = clock;
        Gauge.builder("caravan.stream.clients", listening, AtomicInteger::get)
                .description("Clients that listen to /api/stream")
                .register(meters);
        this.dropped = Counter.builder("caravan.stream.dropped")
                .description("Clients that were let go since they did not read")
                .register(meters);
    }

    /** Mounts it on the server's router. */
    public void mount(Router router) {
        router.get("/api/stream").order(ORDER).handler(this::open);
    }

    private void open(RoutingContext asked) {
        FeedRequest request;
        try {
            request = StreamParameters.read(asked.request());
        } catch (IllegalArgumentException e) {
            refuse(asked, 400, "Bad request", e.getMessage());
            return;
        }
        if (asked.request().method().equals(HttpMethod.HEAD)) {
            begin(asked.response()).end();
            return;
        }
        if (listening.incrementAndGet() > limits.clients()) {
            listening.decrementAndGet();
            asked.response().putHeader("Retry-After", "10");
            refuse(asked, 503, "Busy", "%d clients listen already; ask again later".formatted(limits.clients()));
            return;
        }
        listen();
        Context context = asked.vertx().getOrCreateContext();
        StreamLoop loop = loops.computeIfAbsent(
                context, of -> new StreamLoop(asked.vertx(), of, clock, client -> dropped.increment()));
        HttpServerResponse response = begin(asked.response()).setWriteQueueMaxSize(WRITE_QUEUE);
        response.write(RETRY);
        StreamClient client = new StreamClient(
                new FeedReader(feed, request), response, () -> cut(asked.request()), limits.patience());
        response.closeHandler(closed -> {
            if (loop.remove(client) && listening.decrementAndGet() == 0) {
                stopListening();
            }
        });
        loop.add(client);
    }

    /** Vert.x itself would first have the client take what it was sent, and so never close it on one that does not read. */
    private static void cut(HttpServerRequest request) {
        Future<?> unused =
                ((ConnectionBase) request.connection()).channelHandlerContext().close();
    }

    private static HttpServerResponse begin(HttpServerResponse response) {
        return response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                // Compression would wait for more; proxies that gather answers are asked not to.
                .putHeader("Content-Encoding", "identity")
                .putHeader("X-Accel-Buffering", "no");
    }

    /** Hears the feed from the first listener on until the last has left: without any, scores need not be read. */
    private void listen() {
        synchronized (lock) {
            if (deaf == null) {
                deaf = feed.onNews(channels -> loops.values().forEach(loop -> loop.wake(channels)));
            }
        }
    }

    private void stopListening() {
        synchronized (lock) {
            if (listening.get() == 0) {
                close();
            }
        }
    }

    private static void refuse(RoutingContext asked, int status, String title, String detail) {
        asked.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(MAPPER.createObjectNode()
                        .put("title", title)
                        .put("detail", detail)
                        .put("status", status)
                        .toString());
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (deaf != null) {
                deaf.run();
                deaf = null;
            }
        }
    }
}
