package caravan.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A slow way into a site on loopback: every request is kept waiting before it is passed on, and who was inside from
 * when to when is written down, so that two who ask for the same at the same time are seen.
 */
public final class FeedGate implements AutoCloseable {

    /**
     * One request, passed on and answered.
     *
     * @param agent the visitor's User-Agent
     * @param from in nanoseconds of {@link System#nanoTime}
     * @param to just before the answer was sent
     */
    public record Visit(String path, String agent, long from, long to) {}

    private static final List<String> CONDITIONS = List.of("If-None-Match", "If-Modified-Since");
    private static final List<String> DESCRIPTIONS = List.of("Content-Type", "ETag", "Last-Modified");

    private final URI site;
    private final Duration delay;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<Visit> visits = new ConcurrentLinkedQueue<>();

    private FeedGate(URI site, Duration delay) throws IOException {
        this.site = site;
        this.delay = delay;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public static FeedGate before(URI site, Duration delay) throws IOException {
        return new FeedGate(site, delay);
    }

    /** Without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** In the order in which they came. */
    public List<Visit> visits() {
        return visits.stream().sorted(Comparator.comparingLong(Visit::from)).toList();
    }

    /** Each pair of visits to the same path that were inside at the same time. */
    public List<List<Visit>> encounters() {
        List<List<Visit>> encounters = new ArrayList<>();
        List<Visit> all = visits();
        for (int first = 0; first < all.size(); first++) {
            Visit one = all.get(first);
            all.subList(first + 1, all.size()).stream()
                    .filter(other -> other.path().equals(one.path()) && other.from() < one.to())
                    .forEach(other -> encounters.add(List.of(one, other)));
        }
        return encounters;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            long from = System.nanoTime();
            String path = exchange.getRequestURI().getPath();
            HttpResponse<byte[]> response = CompletableFuture.supplyAsync(
                            () -> request(exchange),
                            CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS))
                    .thenCompose(request -> client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()))
                    .join();
            for (String name : DESCRIPTIONS) {
                response.headers().firstValue(name).ifPresent(value -> exchange.getResponseHeaders()
                        .set(name, value));
            }
            String agent = Optional.ofNullable(exchange.getRequestHeaders().getFirst("User-Agent"))
                    .orElse("");
            visits.add(new Visit(path, agent, from, System.nanoTime()));
            byte[] body = response.body();
            exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private HttpRequest request(HttpExchange exchange) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(site.resolve(exchange.getRequestURI().getPath()));
        for (String name : CONDITIONS) {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                    .ifPresent(value -> request.header(name, value));
        }
        return request.build();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
