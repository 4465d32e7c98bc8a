package caravan.source;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is wanted from a server. Immutable.
 *
 * @param url absolute, http or https
 * @param headers sent to the host of {@code url} only, never to one it redirects to: they may carry a key
 * @param etag of the answer already held; the server may then say that nothing has changed
 * @param lastModified of the answer already held, as the server spelled it
 * @param accept the media types wanted, as the Accept header spells them
 * @param kind which of the limits holds for the answer
 */
public record FetchRequest(
        URI url,
        Map<String, String> headers,
        Optional<String> etag,
        Optional<String> lastModified,
        String accept,
        Kind kind) {

    /** What an answer is used as. */
    public enum Kind {
        FEED,
        /** Fetched only where the site's robots.txt allows it. */
        PAGE,
        /** A robots.txt, of which what is beyond the limit is not read (RFC 9309 section 2.5). */
        ROBOTS;

        private static final int ROBOTS_BYTES = 500 << 10;

        int limit(FetchLimits limits) {
            return switch (this) {
                case FEED -> limits.feedBytes();
                case PAGE -> limits.pageBytes();
                case ROBOTS -> ROBOTS_BYTES;
            };
        }

        boolean mayBeCut() {
            return this == ROBOTS;
        }
    }

    private static final String FEED_TYPES =
            "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9,"
                    + " application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1";

    private static final String PAGE_TYPES = "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1";

    public FetchRequest {
        Objects.requireNonNull(url, "url");
        headers = Map.copyOf(headers);
        Objects.requireNonNull(etag, "etag");
        Objects.requireNonNull(lastModified, "lastModified");
        Objects.requireNonNull(accept, "accept");
        Objects.requireNonNull(kind, "kind");
    }

    /** Neither the whole address nor the headers, which may hold a key. */
    @Override
    public String toString() {
        return "FetchRequest[%s, %s]".formatted(kind, url.getHost());
    }

    /** The source's feed, if it has changed since the answer with these validators. */
    public static FetchRequest feed(Source source, Optional<String> etag, Optional<String> lastModified) {
        return new FetchRequest(source.url(), source.headers(), etag, lastModified, FEED_TYPES, Kind.FEED);
    }

    /** The same from another address; headers, which may hold a key, only where that is on the same host. */
    FetchRequest at(URI other) {
        boolean sameHost = WebAddress.host(other).equals(WebAddress.host(url));
        return new FetchRequest(other, sameHost ? headers : Map.of(), etag, lastModified, accept, kind);
    }

    /** What a site asks of programs, by its robots.txt. */
    static FetchRequest robots(URI url) {
        return new FetchRequest(
                url, Map.of(), Optional.empty(), Optional.empty(), "text/plain, */*;q=0.1", Kind.ROBOTS);
    }

    /** A feed, unconditionally. */
    public static FetchRequest feed(URI url) {
        return new FetchRequest(url, Map.of(), Optional.empty(), Optional.empty(), FEED_TYPES, Kind.FEED);
    }

    /** An article's page. */
    public static FetchRequest page(URI url) {
        return new FetchRequest(url, Map.of(), Optional.empty(), Optional.empty(), PAGE_TYPES, Kind.PAGE);
    }
}
