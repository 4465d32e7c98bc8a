package caravan.embedded.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Serves what the open web would do to a reader: pages without end, bombs, loops, and feeds that lie about themselves,
 * with good articles among them. To be used on the server's event loop.
 *
 * <p>Below {@code /trouble/}: {@code feed.xml} links to all bad pages, a good article after each; {@code undated.xml},
 * {@code html-feed.xml}, {@code wrong-encoding.xml}, {@code external-entity.xml} and {@code billion-laughs.xml} are bad
 * feeds; {@code good-N.html} is a good article.
 */
final class TroubleDesk {

    private static final String ROOT = "/trouble/";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String XML = FeedFormat.RSS.contentType();

    /** Pages a reader should set aside, or survive; in the order {@code feed.xml} lists them. */
    static final List<String> BAD_PAGES = List.of(
            "huge.html",
            "endless.html",
            "no-ticker.html",
            "unready.html",
            "loop.html",
            "private.html",
            "bomb.html",
            "missing.html");

    /** Where the good articles' numbers start, far beyond what the other feeds reach. */
    private static final long GOOD = 1_000_000_000L;

    private static final int HUGE = 20 * 1024 * 1024;
    private static final int BOMB_MEGABYTES = 512;
    private static final long DRIP_MILLIS = 100;

    private final Vertx vertx;
    private final Site site;
    private final Newsroom newsroom;
    private final Responder responder;
    private final Supplier<URI> home;
    private final Set<String> seenUnready = new HashSet<>();

    TroubleDesk(Vertx vertx, Site site, Newsroom newsroom, Responder responder, Supplier<URI> home) {
        this.vertx = vertx;
        this.site = site;
        this.newsroom = newsroom;
        this.responder = responder;
        this.home = home;
    }

    /** @return false when there is nothing at {@code path}, and nothing was answered */
    boolean answer(HttpServerRequest request, String path) {
        if (!path.startsWith(ROOT)) {
            return false;
        }
        String name = path.substring(ROOT.length());
        if (name.equals("endless.html")) {
            drip(request.response());
            return true;
        }
        Optional<Publication> publication = publication(name, path);
        publication.ifPresent(found -> responder.answer(request, found));
        return publication.isPresent();
    }

    private Optional<Publication> publication(String name, String path) {
        if (name.matches("good-\\d{1,6}\\.html")) {
            return Optional.of(good(Long.parseLong(name.replaceAll("\\D", "")), path));
        }
        if (name.matches("unready(-\\w+)?\\.html")) {
            return Optional.of(unready(path));
        }
        return Optional.ofNullable(
                switch (name) {
                    case "feed.xml" -> feed(mixedItems());
                    case "undated.xml" -> feed(undatedItems());
                    case "html-feed.xml" -> Publication.of(XML, filled("html-feed.html"));
                    case "wrong-encoding.xml" ->
                        Publication.of(
                                200, XML, filled("wrong-encoding.xml").getBytes(Charset.forName("windows-1252")));
                    case "external-entity.xml", "billion-laughs.xml" -> Publication.of(XML, filled(name));
                    case "huge.html" -> huge();
                    case "no-ticker.html" -> Publication.of(HTML, filled(name));
                    case "loop.html" -> redirect(home.get().resolve(ROOT + "loop-back.html"));
                    case "loop-back.html" -> redirect(home.get().resolve(ROOT + "loop.html"));
                    case "private.html" -> redirect(URI.create("http://10.0.0.1/latest/meta-data/"));
                    case "bomb.html" -> bomb();
                    default -> null;
                });
    }

    private Publication good(long number, String path) {
        WireArticle article = newsroom.article(GOOD + number);
        // What is out of turn has been out from the start.
        WireArticle outOfTurn = new WireArticle(
                article.number(),
                article.desk(),
                article.kind(),
                article.title(),
                article.paragraphs(),
                article.tones(),
                article.tone(),
                newsroom.published(0));
        return site.page(outOfTurn, path);
    }

    /** Every address below unready asks to come back once. */
    private Publication unready(String path) {
        return seenUnready.add(path)
                ? Publication.of(503, HTML, "<!doctype html><title>Come back soon</title>".getBytes(UTF_8))
                        .with("Retry-After", "1")
                : good(900_000 + Math.floorMod(path.hashCode(), 99_999), path);
    }

    private Publication feed(List<FeedWriter.Item> items) {
        WireFeed feed = new WireFeed("trouble", FeedFormat.RSS, home.get().resolve(ROOT + "feed.xml"));
        return Publication.of(XML, new FeedWriter().write(feed, items));
    }

    private List<FeedWriter.Item> mixedItems() {
        List<FeedWriter.Item> items = new ArrayList<>();
        Instant published = newsroom.published(0);
        for (int i = 0; i < BAD_PAGES.size(); i++) {
            String bad = BAD_PAGES.get(i);
            URI url = home.get().resolve(ROOT + bad);
            items.add(new FeedWriter.Item(
                    url.toString(),
                    url,
                    "Trouble: " + bad,
                    List.of("A page that a reader must survive."),
                    "trouble",
                    Optional.of(published)));
            items.add(goodItem(i, Optional.of(published)));
        }
        return items;
    }

    private List<FeedWriter.Item> undatedItems() {
        return IntStream.range(100, 110)
                .mapToObj(number -> goodItem(number, Optional.empty()))
                .toList();
    }

    private FeedWriter.Item goodItem(long number, Optional<Instant> published) {
        WireArticle article = newsroom.article(GOOD + number);
        URI url = goodUrl(number);
        return new FeedWriter.Item(
                url.toString(), url, article.title(), article.paragraphs(), article.kind(), published);
    }

    private URI goodUrl(long number) {
        return home.get().resolve("%sgood-%d.html".formatted(ROOT, number));
    }

    private String filled(String resource) {
        return PageTemplate.read("trouble/" + resource)
                .filled(
                        Map.of(
                                "good",
                                goodUrl(200).toString(),
                                "home",
                                home.get().toString()),
                        Map.of());
    }

    private static Publication redirect(URI target) {
        return Publication.of(302, HTML, "<!doctype html><title>Elsewhere</title>".getBytes(UTF_8))
                .with("Location", target.toString());
    }

    private static Publication huge() {
        StringBuilder page = new StringBuilder(HUGE + 100).append("<!doctype html><title>Huge</title><article>");
        while (page.length() < HUGE) {
            page.append("<p>The meeting was adjourned and nothing further was decided on that day.</p>\n");
        }
        return Publication.of(200, HTML, page.toString().getBytes(UTF_8)).uncompressed();
    }

    /** A page of {@value #BOMB_MEGABYTES} MB of spaces as half a megabyte of gzip (RFC 1952). */
    private static Publication bomb() {
        byte[] spaces = " ".repeat(1024 * 1024).getBytes(UTF_8);
        byte[] block = new byte[16 * 1024];
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(spaces);
        // After a full flush the compressed megabyte stands by itself and may be repeated.
        int length = deflater.deflate(block, 0, block.length, Deflater.FULL_FLUSH);
        deflater.end();
        CRC32 checksum = new CRC32();
        ByteArrayOutputStream gzip = new ByteArrayOutputStream(BOMB_MEGABYTES * length + 32);
        gzip.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff});
        for (int i = 0; i < BOMB_MEGABYTES; i++) {
            gzip.write(block, 0, length);
            checksum.update(spaces);
        }
        // An empty last block, then checksum and length.
        gzip.writeBytes(new byte[] {3, 0});
        writeLittleEndian(gzip, checksum.getValue());
        writeLittleEndian(gzip, (long) BOMB_MEGABYTES * spaces.length);
        return Publication.of(200, HTML, gzip.toByteArray())
                .with("Content-Encoding", "gzip")
                .uncompressed();
    }

    private static void writeLittleEndian(ByteArrayOutputStream out, long value) {
        for (int shift = 0; shift < 32; shift += 8) {
            out.write((int) (value >>> shift) & 0xff);
        }
    }

    /** Sends a little now and then until the reader or the wire goes away; such a request is never in the log. */
    private void drip(HttpServerResponse response) {
        response.setChunked(true).putHeader("Content-Type", HTML);
        response.write("<!doctype html><title>Endless</title><article>");
        long timer = vertx.setPeriodic(DRIP_MILLIS, tick -> {
            if (!response.writeQueueFull()) {
                response.write("<p>And then?</p>");
            }
        });
        response.closeHandler(closed -> vertx.cancelTimer(timer));
    }
}
