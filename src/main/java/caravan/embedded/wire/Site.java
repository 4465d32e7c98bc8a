package caravan.embedded.wire;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What there is to read at each path at a given moment. Thread-safe. */
final class Site {

    private static final Pattern ARTICLE = Pattern.compile("/articles/(\\d{1,15})-[a-z0-9-]+\\.html");
    private static final String HTML = "text/html; charset=utf-8";
    private static final String ALL_FEED = "/feeds/all.xml";

    /** How far back a page's teasers reach; fixed, so that a page never changes. */
    private static final long[] TEASED = {1, 2, 3, 7, 11};

    private final WireSettings settings;
    private final Newsroom newsroom;
    private final Supplier<URI> home;
    private final PageWriter pages;
    private final FeedWriter feedWriter = new FeedWriter();
    private final Map<String, Publication> pageCache = cacheOf(256);
    private final Map<String, Publication> feedCache = cacheOf(16);

    /** @param home the site's own address, known once it listens */
    Site(WireSettings settings, Newsroom newsroom, PageWriter pages, Supplier<URI> home) {
        this.settings = settings;
        this.newsroom = newsroom;
        this.pages = pages;
        this.home = home;
    }

    List<WireFeed> feeds() {
        List<WireFeed> feeds = new ArrayList<>();
        for (Desk desk : Desk.values()) {
            feeds.add(new WireFeed(name(desk), desk.format(), at(desk.feedPath())));
        }
        feeds.add(new WireFeed("all", FeedFormat.RSS, at(ALL_FEED)));
        return List.copyOf(feeds);
    }

    /** @return empty when there is nothing at {@code path}, or not yet */
    Optional<Publication> at(String path, Instant now) {
        Matcher article = ARTICLE.matcher(path);
        if (article.matches()) {
            return article(path, Long.parseLong(article.group(1)), now);
        }
        return switch (path) {
            case "/" -> Optional.of(index(now));
            case "/robots.txt" -> Optional.of(Publication.of("text/plain; charset=utf-8", "User-agent: *\nAllow: /\n"));
            case ALL_FEED -> Optional.of(feed(path, Optional.empty(), now));
            default ->
                Arrays.stream(Desk.values())
                        .filter(desk -> desk.feedPath().equals(path))
                        .findFirst()
                        .map(desk -> feed(path, Optional.of(desk), now));
        };
    }

    /** An article's page at an address of its own, with the site's furniture around it. */
    Publication page(WireArticle article, String path) {
        List<WireArticle> related = Arrays.stream(TEASED)
                .map(back -> article.number() - back)
                .filter(number -> number >= 0)
                .mapToObj(newsroom::article)
                .toList();
        return Publication.of(HTML, pages.page(article, at(path), related))
                .with("Cache-Control", "public, max-age=300")
                .modified(Optional.of(article.published()))
                .ofArticle(article.number());
    }

    private Optional<Publication> article(String path, long number, Instant now) {
        OptionalLong newest = newsroom.newest(now);
        if (newest.isEmpty() || number > newest.getAsLong()) {
            return Optional.empty();
        }
        return Optional.of(newsroom.article(number))
                .filter(article -> article.path().equals(path))
                .map(article -> cached(pageCache, path, key -> page(article, path)));
    }

    private Publication feed(String path, Optional<Desk> desk, Instant now) {
        List<Long> latest = latest(desk, now);
        String version = path + ' ' + latest.stream().findFirst();
        return cached(feedCache, version, key -> {
            WireFeed feed = new WireFeed(
                    desk.map(Site::name).orElse("all"), desk.map(Desk::format).orElse(FeedFormat.RSS), at(path));
            List<FeedWriter.Item> items = latest.stream()
                    .map(newsroom::article)
                    .map(article -> FeedWriter.Item.of(article, settings.seed(), at(article.path())))
                    .toList();
            return Publication.of(feed.format().contentType(), feedWriter.write(feed, items))
                    .with("Cache-Control", "no-cache")
                    .modified(modified(latest));
        });
    }

    private Publication index(Instant now) {
        List<Long> latest = latest(Optional.empty(), now);
        return cached(feedCache, "/ " + latest.stream().findFirst(), key -> Publication.of(
                        HTML,
                        pages.index(
                                home.get(),
                                latest.stream().map(newsroom::article).toList(),
                                feeds()))
                .with("Cache-Control", "no-cache")
                .modified(modified(latest)));
    }

    /** Numbers of the articles a list shows, newest first. */
    private List<Long> latest(Optional<Desk> desk, Instant now) {
        OptionalLong newest = newsroom.newest(now);
        return newest.isEmpty()
                ? List.of()
                : newsroom.latest(desk, newest.getAsLong())
                        .limit(settings.feedLength())
                        .boxed()
                        .toList();
    }

    /** Dates in HTTP are whole seconds: a list that changes faster must not be validated by its date. */
    private Optional<Instant> modified(List<Long> latest) {
        return settings.pace().compareTo(Duration.ofSeconds(1)) < 0
                ? Optional.empty()
                : latest.stream().findFirst().map(newsroom::published);
    }

    private URI at(String path) {
        return home.get().resolve(path);
    }

    private static String name(Desk desk) {
        return desk.name().toLowerCase(Locale.ROOT);
    }

    private static Publication cached(
            Map<String, Publication> cache, String key, Function<String, Publication> writer) {
        synchronized (cache) {
            return cache.computeIfAbsent(key, writer);
        }
    }

    /** The least recently used go first. */
    private static Map<String, Publication> cacheOf(int size) {
        return new LinkedHashMap<>(size, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Publication> eldest) {
                return size() > size;
            }
        };
    }
}
