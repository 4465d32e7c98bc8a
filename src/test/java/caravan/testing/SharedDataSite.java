package caravan.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Real feeds, filings and article pages on loopback. The feeds are as they are but for their links, which lead to this
 * site: each address in them to a page of its own, whose content is one of the real pages or filings. One more feed
 * links every page and filing by its name. The feeds of filings have no validators, as those of a site that makes its
 * feeds anew for everyone who asks. Keeps an access log.
 */
public final class SharedDataSite implements AutoCloseable {

    private static final Pattern LINKS = Pattern.compile(
            "(<link[^>]*\\shref=[\"']|<link>\\s*(?:<!\\[CDATA\\[)?\\s*|<guid[^>]*>\\s*(?:<!\\[CDATA\\[)?\\s*"
                    + "|<feedburner:origLink>|<item rdf:about=\")(https?://[^\"'<\\]\\s]+)");

    /** The feed that links every page and filing. */
    public static final String ALL = "all.rss";

    private static final String FILINGS = "getcurrent-";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final Map<String, byte[]> feeds = new TreeMap<>();
    private final Map<String, byte[]> documents = new TreeMap<>();
    private final List<byte[]> contents;
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Queue<String> accesses = new ConcurrentLinkedQueue<>();

    private SharedDataSite(Path data) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        for (Path page : files(data.resolve("pages"), ".html.gz")) {
            byte[] packed = Files.readAllBytes(page);
            try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                documents.put(page.getFileName().toString(), unpacked.readAllBytes());
            }
        }
        for (Path filing : files(data.resolve("edgar"), ".html")) {
            documents.put(filing.getFileName().toString(), Files.readAllBytes(filing));
        }
        contents = List.copyOf(documents.values());
        for (String folder : List.of("feeds", "edgar")) {
            for (Path feed : files(data.resolve(folder), "")) {
                if (!feed.toString().endsWith(".html")) {
                    feeds.put(feed.getFileName().toString(), rewritten(Files.readAllBytes(feed)));
                }
            }
        }
        feeds.put(ALL, allDocuments());
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Serves what is below {@code data}. */
    public static SharedDataSite serve(Path data) throws IOException {
        return new SharedDataSite(data);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The names of the feeds, each at {@code /feeds/NAME}. */
    public List<String> feeds() {
        return List.copyOf(feeds.keySet());
    }

    /** Where the document of that name is. */
    public String document(String name) {
        return url() + "/documents/" + name;
    }

    /** What is served at one of its pages' addresses; empty at any other. */
    public byte[] page(URI address) {
        return body(address.getPath());
    }

    /** How often each page was asked for, by its address. */
    public Map<String, Long> pageAccesses() {
        return accesses.stream()
                .filter(path -> !path.startsWith("/feeds/") && !path.equals("/robots.txt"))
                .collect(Collectors.groupingBy(path -> url() + path, Collectors.counting()));
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    /** Byte for byte the same but for the links, whatever the encoding is. */
    private byte[] rewritten(byte[] feed) {
        Matcher links = LINKS.matcher(new String(feed, ISO_8859_1));
        return links.replaceAll(link -> Matcher.quoteReplacement(link.group(1) + page(link.group(2))))
                .getBytes(ISO_8859_1);
    }

    private String page(String original) {
        int number = numbers.computeIfAbsent(original, address -> numbers.size());
        return "%s/pages/%d".formatted(url(), number);
    }

    private byte[] allDocuments() {
        List<String> items = new ArrayList<>();
        documents
                .keySet()
                .forEach(name ->
                        items.add("<item><title>%s</title><link>%s</link></item>".formatted(name, document(name))));
        return ("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>All</title><link>%s</link>"
                                .formatted(url())
                        + "<description>All</description>"
                        + String.join("", items)
                        + "</channel></rss>")
                .getBytes(UTF_8);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String tag = '"' + Integer.toHexString(path.hashCode()) + '"';
            accesses.add(path);
            boolean hasValidator = !path.startsWith("/feeds/" + FILINGS);
            if (hasValidator && tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
                return;
            }
            byte[] body = body(path);
            if (hasValidator) {
                exchange.getResponseHeaders().set("ETag", tag);
            }
            exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private byte[] body(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (path.startsWith("/feeds/")) {
            return feeds.getOrDefault(name, new byte[0]);
        }
        if (path.startsWith("/documents/")) {
            return documents.getOrDefault(name, new byte[0]);
        }
        return path.matches("/pages/\\d+") ? contents.get(Integer.parseInt(name) % contents.size()) : new byte[0];
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
