package caravan.cli;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Asks for addresses at an even rate over connections that are kept, whether answers come or not: the time of each counts
 * from when it was due.
 */
final class RequestLoad {

    private static final int CONNECTIONS = 64;
    private static final int TICK_MS = 5;
    private static final int OK = 200;
    private static final long NONE = -1;

    private final Vertx vertx;
    private final HttpClient client;
    private final URI http;
    private final LongFunction<String> addresses;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile Latencies latencies;
    private volatile String firstFailure = "";
    private volatile long timer = NONE;

    /** @param addresses the path of each request, by its number */
    RequestLoad(Vertx vertx, URI http, LongFunction<String> addresses) {
        this.vertx = vertx;
        this.http = http;
        this.addresses = addresses;
        this.latencies = new Latencies();
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(CONNECTIONS).setKeepAlive(true));
    }

    /** Begins, and goes on until {@link #stop}. */
    void start(int perSecond) {
        if (perSecond == 0) {
            return;
        }
        long begun = System.nanoTime();
        long[] asked = {0};
        timer = vertx.setPeriodic(TICK_MS, tick -> {
            while (true) {
                long due = begun + (long) (asked[0] * 1e9 / perSecond);
                if (due > System.nanoTime()) {
                    return;
                }
                ask(addresses.apply(asked[0]++), due);
            }
        });
    }

    /** Asks no more; what was asked is still answered. */
    void stop() {
        vertx.cancelTimer(timer);
    }

    private void ask(String address, long due) {
        waiting.incrementAndGet();
        client.request(HttpMethod.GET, http.getPort(), http.getHost(), address)
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> response.statusCode()))
                .onComplete(done -> {
                    if (done.succeeded() && done.result() == OK) {
                        latencies.add(System.nanoTime() - due);
                    } else if (failed.getAndIncrement() == 0) {
                        firstFailure = done.succeeded() ? "answered " + done.result() : String.valueOf(done.cause());
                    }
                    waiting.decrementAndGet();
                });
    }

    /** How many are still to be answered. */
    long waiting() {
        return waiting.get();
    }

    /** What was measured since it was last asked. */
    Latencies take() {
        Latencies taken = latencies;
        latencies = new Latencies();
        return taken;
    }

    /** How many were not answered by 200, and why the first was not. */
    String failures() {
        long number = failed.get();
        return number == 0 ? "none failed" : "%,d failed, the first: %s".formatted(number, firstFailure);
    }
}
