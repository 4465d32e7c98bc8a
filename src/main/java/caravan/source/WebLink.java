package caravan.source;

import caravan.article.CanonicalUrl;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.Optional;

/** A link as publishers write it, relative and unescaped as it may be, as the absolute address it means. */
final class WebLink {

    private WebLink() {}

    /** Whether {@code text} says of itself that it is an address on the web. */
    static boolean isWeb(String text) {
        return text.regionMatches(true, 0, "http://", 0, 7) || text.regionMatches(true, 0, "https://", 0, 8);
    }

    /** Empty when {@code link} leads nowhere on the web: a mail address, a script, nonsense. */
    static Optional<URI> resolve(URI base, String link) {
        if (link.isBlank()) {
            return Optional.empty();
        }
        try {
            // java.net.URI resolves only what is escaped already; java.net.URL takes links as they are.
            String absolute = new URL(base.toURL(), link.strip().replaceAll("[\\r\\n\\t]", "")).toString();
            URI resolved = CanonicalUrl.parse(absolute);
            CanonicalUrl.of(absolute);
            return Optional.of(resolved);
        } catch (MalformedURLException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
