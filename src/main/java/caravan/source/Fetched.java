package caravan.source;

import java.net.URI;
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
 */
public record Fetched(
        URI url,
        boolean notModified,
        Optional<String> contentType,
        Optional<String> etag,
        Optional<String> lastModified,
        byte[] body,
        Instant at) {

    public Fetched {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(etag, "etag");
        Objects.requireNonNull(lastModified, "lastModified");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(at, "at");
    }

    /** Not the whole address, which may hold a key: the console shows what passes through a route. */
    @Override
    public String toString() {
        return "Fetched[%s, %s]".formatted(url.getHost(), notModified ? "not modified" : body.length + " bytes");
    }
}
