package caravan.source;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a server answered. The body is shared, not copied: treat it as read-only.
 *
 * @param url where the answer came from, after redirects
 * @param notModified true for a 304, which has no body
 * @param contentType the header as it came
 * @param etag validator for the next conditional request
 * @param lastModified validator for the next conditional request, as the server spelled it
 * @param body decoded (no content encoding left), at most the configured size
 * @param at when the answer was complete
 * @param movedTo where permanent redirects (301, 308) lead from the address that was asked for
 * @param goodFor how long, from {@code at}, the server expects it to stay as it is; at most a day
 */
public record Fetched(
        URI url,
        boolean notModified,
        Optional<String> contentType,
        Optional<String> etag,
        Optional<String> lastModified,
        byte[] body,
        Instant at,
        Optional<URI> movedTo,
        Optional<Duration> goodFor) {

    /** An answer from where it was asked for, of which nobody knows how long it is good. */
    public Fetched(
            URI url,
            boolean notModified,
            Optional<String> contentType,
            Optional<String> etag,
            Optional<String> lastModified,
            byte[] body,
            Instant at) {
        this(url, notModified, contentType, etag, lastModified, body, at, Optional.empty(), Optional.empty());
    }

    public Fetched {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(etag, "etag");
        Objects.requireNonNull(lastModified, "lastModified");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(movedTo, "movedTo");
        Objects.requireNonNull(goodFor, "goodFor");
    }

    Fetched movedTo(URI permanent) {
        return new Fetched(
                url, notModified, contentType, etag, lastModified, body, at, Optional.of(permanent), goodFor);
    }

    /** Not the whole address, which may hold a key: the console shows what passes through a route. */
    @Override
    public String toString() {
        return "Fetched[%s, %s]".formatted(url.getHost(), notModified ? "not modified" : body.length + " bytes");
    }
}
