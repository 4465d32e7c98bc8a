package caravan.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A site on loopback with one feed, whose pages are slow and about no company. */
public final class SlowSite implements AutoCloseable {

    private static final String PARAGRAPH = "<p>The river rose again in the night, and by the morning the ferry was the"
            + " only way across; the children, who had hoped for a day at home, were taken to school in two trips.</p>";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final int pages;
    private final Duration delay;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();

    private SlowSite(int pages, Duration delay) throws IOException {
        this.pages = pages;
        this.delay = delay;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/feed.rss", exchange -> answer(exchange, rss()));
        server.createContext("/pages/", this::answerPage);
        server.start();
    }

    /** @param delay how long each page takes */
    public static SlowSite start(int pages, Duration delay) throws IOException {
        return new SlowSite(pages, delay);
    }

    public URI feed() {
        return at("/feed.rss");
    }

    /** How many requests for pages have come. */
    public int pagesAsked() {
        return asked.get();
    }

    /** How many of them were answered. */
    public int pagesAnswered() {
        return answered.get();
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path));
    }

    private String rss() {
        return IntStream.range(0, pages)
                .mapToObj(number -> "<item><title>The river, part %d</title><link>%s</link></item>"
                        .formatted(number, at("/pages/" + number)))
                .collect(Collectors.joining(
                        "",
                        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Slow</title>",
                        "</channel></rss>"));
    }

    private void answerPage(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        CompletableFuture.runAsync(
                        () -> {}, CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, threads))
                .join();
        answer(
                exchange,
                "<!doctype html><html lang=\"en\"><head><title>The river</title></head><body><article>%s</article></body></html>"
                        .formatted(PARAGRAPH.repeat(5)));
        answered.incrementAndGet();
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
