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

    private final Vertx vertx;
    private final HttpClient client;
    private final URI http;
    private final LongFunction<String> addresses;
    private final AtomicLong failed = new AtomicLong();
    private volatile Latencies latencies;

    /** @param addresses the path of each request, by its number */
    RequestLoad(Vertx vertx, URI http, LongFunction<String> addresses) {
        this.vertx = vertx;
        this.http = http;
        this.addresses = addresses;
        this.latencies = new Latencies();
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(CONNECTIONS).setKeepAlive(true));
    }

    /** Begins, and goes on as long as Vert.x does. */
    void start(int perSecond) {
        if (perSecond == 0) {
            return;
        }
        long begun = System.nanoTime();
        long[] asked = {0};
        vertx.setPeriodic(TICK_MS, timer -> {
            while (true) {
                long due = begun + (long) (asked[0] * 1e9 / perSecond);
                if (due > System.nanoTime()) {
                    return;
                }
                ask(addresses.apply(asked[0]++), due);
            }
        });
    }

    private void ask(String address, long due) {
        client.request(HttpMethod.GET, http.getPort(), http.getHost(), address)
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> response.statusCode()))
                .onComplete(done -> {
                    if (done.succeeded() && done.result() == OK) {
                        latencies.add(System.nanoTime() - due);
                    } else {
                        failed.incrementAndGet();
                    }
                });
    }

    /** What was measured since it was last asked. */
    Latencies take() {
        Latencies taken = latencies;
        latencies = new Latencies();
        return taken;
    }

    /** How many were not answered by 200. */
    long failed() {
        return failed.get();
    }
}
