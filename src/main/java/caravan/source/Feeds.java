package caravan.source;

import caravan.UnprocessableException;
import com.rometools.rome.io.FeedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jsoup.Jsoup;

/**
 * Reads what publishers offer: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.x, and the other kinds of
 * {@link Kind}.
 *
 * <p>What can be put right is: the encoding, compression nobody told of, undeclared entities and namespaces, bare
 * ampersands, control characters, tags without an end, dates in any spelling, relative links, markup escaped twice. An
 * item that cannot be used is named in the result and costs no other; one that comes twice counts once. Document types
 * that declare anything are refused, so no entity is expanded and nothing is loaded. Thread-safe.
 */
public final class Feeds {

    private static final int MOST_INFLATED = 32 << 20;
    private static final int HEAD = 256 << 10;
    private static final Pattern TITLE = Pattern.compile("<title[^>]{0,200}>([^<]{1,300})<", Pattern.CASE_INSENSITIVE);
    private static final Pattern LINK = Pattern.compile("<link\\s[^>]{1,1000}>", Pattern.CASE_INSENSITIVE);

    private final LongFunction<Optional<String>> tickers;

    /** That knows no company by its number at the SEC. */
    public Feeds() {
        this(cik -> Optional.empty());
    }

    /** @param tickers the ticker of a company by its number at the SEC (CIK) */
    public Feeds(LongFunction<Optional<String>> tickers) {
        this.tickers = Objects.requireNonNull(tickers, "tickers");
    }

    /**
     * The items of a feed, recognised by its content.
     *
     * @param source the name of the source, given to every item
     * @param feed an answer with a body; its URL is where relative links start from when the feed itself says nothing,
     *     and its time is the one that dates in the future are measured by
     * @throws UnprocessableException when it is no feed, or none that can be read; the message names the URL and what it
     *     looks like
     * @throws IllegalArgumentException when {@code feed} is a 304
     */
    public ParsedFeed parse(String source, Fetched feed) {
        return parse(source, new Kind.Feed(), feed);
    }

    /**
     * The items of what a source of any kind but a folder brought, within its limits.
     *
     * @throws TooLargeException when it is larger than the source's limit
     * @throws UnprocessableException when it cannot be read as what it should be; the message names the URL
     * @throws IllegalArgumentException when {@code feed} is a 304
     */
    public ParsedFeed parse(Source source, Fetched feed) {
        int most = source.limits().maxBytes().orElse(Integer.MAX_VALUE);
        if (feed.body().length > most) {
            throw new TooLargeException("%s is %d bytes long, where source %s accepts %d"
                    .formatted(feed.url(), feed.body().length, source.name(), most));
        }
        ParsedFeed parsed = parse(source.name(), source.kind(), feed);
        int items = source.limits().maxItems().orElse(Integer.MAX_VALUE);
        return parsed.items().size() <= items
                ? parsed
                : parsed.with(parsed.items().subList(0, items));
    }

    private ParsedFeed parse(String source, Kind kind, Fetched feed) {
        if (feed.notModified()) {
            throw new IllegalArgumentException("A feed that has not changed has no body: " + feed.url());
        }
        try {
            return eachOnce(read(source, kind, inflated(feed)));
        } catch (UnprocessableException e) {
            throw new UnprocessableException(
                    "%s cannot be read as %s: %s".formatted(feed.url(), name(kind), e.getMessage()), e);
        }
    }

    private ParsedFeed read(String source, Kind kind, Fetched feed) {
        if (kind instanceof Kind.Listing listing) {
            return ListingPage.read(source, listing, feed);
        }
        String text = FeedText.decode(feed.body(), feed.contentType()).strip();
        if (text.isEmpty()) {
            throw new UnprocessableException("it is empty");
        }
        if (kind instanceof Kind.Edgar edgar) {
            return EdgarFilings.of(xml(source, text, feed), edgar, tickers);
        }
        if (!LenientJson.isMeant(text)) {
            if (kind instanceof Kind.Json) {
                throw new UnprocessableException("it is not JSON" + beginning(text));
            }
            ParsedFeed xml = xml(source, text, feed);
            return kind instanceof Kind.Reddit reddit ? RedditPosts.of(xml, reddit) : xml;
        }
        LenientJson json = LenientJson.read(text);
        if (kind instanceof Kind.Json mapping) {
            return JsonDocument.read(source, mapping, json, feed.url(), feed.at());
        }
        if (kind instanceof Kind.Reddit || RedditPosts.isListing(json.tree())) {
            return RedditPosts.read(
                    source, kind instanceof Kind.Reddit reddit ? reddit : Kind.Reddit.USUAL, json, feed.at());
        }
        return JsonFeed.read(source, json, feed.url(), feed.at());
    }

    private static String name(Kind kind) {
        return switch (kind.word()) {
            case "json" -> "the JSON it should be";
            case "reddit" -> "a listing of Reddit";
            case "edgar" -> "a feed of EDGAR";
            case "html" -> "a listing";
            default -> "a feed";
        };
    }

    private static ParsedFeed xml(String source, String text, Fetched fetched) {
        XmlFeed feed;
        try {
            feed = XmlFeed.read(XmlRepair.repair(text));
        } catch (UnprocessableException e) {
            throw new UnprocessableException(e.getMessage() + where(text, fetched.url()), e);
        }
        return items(source, feed, fetched.url(), fetched.at());
    }

    private static ParsedFeed items(String source, XmlFeed feed, URI url, Instant at) {
        XmlItems reader = XmlItems.of(feed, url, at);
        List<FeedItem> items = new ArrayList<>();
        List<String> rejected = new ArrayList<>();
        int position = 0;
        for (XmlFeed.Part part : feed.items()) {
            position++;
            String where = "Item %d of %d".formatted(position, feed.items().size());
            if (part.element().isEmpty()) {
                rejected.add("%s %s".formatted(where, part.problem()));
                continue;
            }
            try {
                items.add(reader.read(source, part.element().get()));
            } catch (FeedException | RuntimeException e) {
                // ROME meets what it did not expect with any exception there is; it is this item's alone.
                rejected.add("%s: %s".formatted(where, e.getMessage() == null ? e.toString() : e.getMessage()));
            }
        }
        return new ParsedFeed(items, rejected, reader.title(), reader.pace());
    }

    /** Where a page says its feed is, for whoever has entered the page's address instead. */
    private static String where(String text, URI url) {
        String start = text.substring(0, Math.min(text.length(), HEAD));
        if (!start.contains("<")) {
            return beginning(text);
        }
        String title = TITLE.matcher(start)
                .results()
                .map(found -> PlainTitle.ofHtml(found.group(1)))
                .filter(named -> !named.isEmpty())
                .findFirst()
                .map(" titled '%s'"::formatted)
                .orElse("");
        return title
                + LINK.matcher(start)
                        .results()
                        .map(found -> Jsoup.parse(found.group(), url.toString()))
                        .map(link -> link.select("link[rel~=(?i)\\balternate\\b][type~=(?i)rss|atom|feed\\+json]")
                                .attr("abs:href"))
                        .filter(address -> !address.isBlank())
                        .findFirst()
                        .map("; it says that its feed is "::concat)
                        .orElse("");
    }

    private static String beginning(String text) {
        String line = text.lines().findFirst().orElse("").strip();
        return ", beginning with '%s'".formatted(line.substring(0, Math.min(60, line.length())));
    }

    /** The first of those that are the same article under the same title: feeds repeat themselves. */
    private static ParsedFeed eachOnce(ParsedFeed feed) {
        Set<String> known = new HashSet<>();
        List<FeedItem> items = feed.items().stream()
                .filter(item -> known.add(item.articleId() + item.title()))
                .toList();
        return feed.with(items);
    }

    /** Some servers compress what they send and do not say so. */
    private static Fetched inflated(Fetched feed) {
        byte[] body = feed.body();
        if (body.length < 2 || (body[0] & 0xFF) != 0x1F || (body[1] & 0xFF) != 0x8B) {
            return feed;
        }
        ByteArrayOutputStream plain = new ByteArrayOutputStream(body.length * 4);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (plain.size() + read > MOST_INFLATED) {
                    throw new UnprocessableException(
                            "it is compressed and more than %d bytes long".formatted(MOST_INFLATED));
                }
                plain.write(buffer, 0, read);
            }
        } catch (IOException e) {
            if (plain.size() == 0) {
                throw new UnprocessableException("it is compressed and damaged: " + e.getMessage(), e);
            }
        }
        return new Fetched(
                feed.url(),
                feed.notModified(),
                feed.contentType(),
                feed.etag(),
                feed.lastModified(),
                plain.toByteArray(),
                feed.at());
    }
}
