package caravan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.embedded.wire.SampleWire;
import caravan.embedded.wire.WireArticle;
import caravan.embedded.wire.WireSettings;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jsoup.nodes.Entities;

/**
 * A site on loopback with a feed for each of many sources. In every interval each feed has one new article, composed anew,
 * on a page of about 100 kB. It counts who asked when. Thread-safe.
 */
final class ManySourcesSite implements AutoCloseable {

    private static final int THREADS = 16;
    private static final int PAGE_BYTES = 100_000;
    /** Articles below this number are the written ones, which are few. */
    private static final long FIRST_COMPOSED = 1_000;

    private final int sources;
    private final Duration interval;
    private final Instant start = Instant.now();
    private final SampleWire wire = SampleWire.start(WireSettings.of(start, Duration.ofDays(1)));
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final HttpServer server;
    private final List<List<Instant>> polls;
    private final AtomicLong pages = new AtomicLong();

    /** @param interval in which each source has a new article */
    ManySourcesSite(int sources, Duration interval) {
        this.sources = sources;
        this.interval = interval;
        this.polls = IntStream.range(0, sources)
                .<List<Instant>>mapToObj(source -> new ArrayList<>())
                .toList();
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            wire.close();
            throw new UncheckedIOException("The site does not start", e);
        }
        server.setExecutor(threads);
        server.createContext("/feed/", this::feed);
        server.createContext("/page/", this::page);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A sources file of all feeds, each polled once in the interval of whole minutes or seconds, spread over it. */
    String declarations() {
        long seconds = interval.toSeconds();
        return IntStream.range(0, sources)
                .mapToObj(source -> "  - {name: many-%d, url: '%s/feed/%d', cron: '%s'}"
                        .formatted(source, url(), source, cron(source % seconds, seconds)))
                .collect(Collectors.joining("\n", "sources:\n", "\n"));
    }

    private static String cron(long offset, long seconds) {
        if (seconds < 60) {
            return "%d/%d * * * * ?".formatted(offset, seconds);
        }
        return seconds == 60
                ? "%d * * * * ?".formatted(offset)
                : "%d %d/%d * * * ?".formatted(offset % 60, offset / 60, seconds / 60);
    }

    /** When each source's feed was asked for. */
    List<List<Instant>> polls() {
        return polls.stream()
                .map(of -> {
                    synchronized (of) {
                        return List.copyOf(of);
                    }
                })
                .toList();
    }

    /** How many articles' pages were asked for. */
    long pages() {
        return pages.get();
    }

    /** An article's page as the site serves it. */
    String html(long number) {
        WireArticle article = wire.article(FIRST_COMPOSED + number);
        StringBuilder html = new StringBuilder(PAGE_BYTES + 4_096);
        html.append("<!doctype html><html><head><meta charset=utf-8><title>")
                .append(Entities.escape(article.title()))
                .append("</title></head><body><nav><ul>");
        for (int i = 0; html.length() < PAGE_BYTES / 2; i++) {
            html.append(
                    "<li class=\"menu-item item-%d\"><a href=\"/section/%d\">Section %d</a></li>".formatted(i, i, i));
        }
        html.append("</ul></nav><main><article><h1>")
                .append(Entities.escape(article.title()))
                .append("</h1>");
        article.paragraphs()
                .forEach(paragraph ->
                        html.append("<p>").append(Entities.escape(paragraph)).append("</p>\n"));
        html.append("</article></main><aside class=\"related\"><h2>More</h2>");
        for (int i = 0; html.length() < PAGE_BYTES; i++) {
            html.append(
                    "<div class=\"teaser\"><a href=\"/page/0/%d\"><span>Teaser %d</span></a></div>".formatted(i, i));
        }
        return html.append("</aside></body></html>").toString();
    }

    private void feed(HttpExchange exchange) throws IOException {
        Instant now = Instant.now();
        int source = Integer.parseInt(exchange.getRequestURI().getPath().replaceFirst("/feed/", ""));
        List<Instant> of = polls.get(source);
        synchronized (of) {
            of.add(now);
        }
        long edition = Duration.between(start, now).dividedBy(interval);
        String etag = "\"%d\"".formatted(edition);
        if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().add("ETag", etag);
        String published = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                start.plus(interval.multipliedBy(edition)).atOffset(ZoneOffset.UTC));
        long number = edition * sources + source;
        answer(
                exchange,
                "application/rss+xml",
                "<rss version=\"2.0\"><channel><title>%d</title><item><title>%s</title><link>%s/page/%d</link><pubDate>%s</pubDate></item></channel></rss>"
                        .formatted(
                                source,
                                Entities.escape(
                                        wire.article(FIRST_COMPOSED + number).title()),
                                url(),
                                number,
                                published));
    }

    private void page(HttpExchange exchange) throws IOException {
        pages.incrementAndGet();
        answer(
                exchange,
                "text/html; charset=utf-8",
                html(Long.parseLong(exchange.getRequestURI().getPath().replaceFirst("/page/", ""))));
    }

    private static void answer(HttpExchange exchange, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        wire.close();
    }
}
