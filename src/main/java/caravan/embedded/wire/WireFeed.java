package caravan.embedded.wire;

import java.net.URI;
import java.util.Objects;

/**
 * A feed of the wire, as a reader would subscribe to it.
 *
 * @param name of the desk in lower case, or {@code all}
 * @param format it is written in
 * @param url absolute
 */
public record WireFeed(String name, FeedFormat format, URI url) {

    public WireFeed {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(url, "url");
    }
}
