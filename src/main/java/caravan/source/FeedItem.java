package caravan.source;

import caravan.article.ArticleId;
import caravan.article.CanonicalUrl;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One item of a feed, read but not yet enriched. Immutable.
 *
 * @param source the name of the source it came from
 * @param guid what the feed calls it; empty when it does not say
 * @param link absolute address of the article's page; empty when there is none
 * @param title as plain text, entities and markup resolved; may be empty
 * @param published when the feed says it was published; empty when it does not say or says nonsense
 * @param content the feed's own full content as HTML ({@code content:encoded}, Atom {@code content}); empty when none
 * @param summary the feed's summary as HTML; empty when none
 * @param raw the item as it came, as JSON
 */
public record FeedItem(
        String source,
        Optional<String> guid,
        Optional<URI> link,
        String title,
        Optional<Instant> published,
        Optional<String> content,
        Optional<String> summary,
        String raw) {

    /** @throws IllegalArgumentException when the item has neither link nor guid, and so no identity */
    public FeedItem {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(raw, "raw");
        if (link.isEmpty() && guid.isEmpty()) {
            throw new IllegalArgumentException("An item of %s has neither a link nor a guid".formatted(source));
        }
    }

    /** The article's identity: by its canonical URL, else by the feed's name for it. */
    public ArticleId articleId() {
        return link.map(url -> ArticleId.of(CanonicalUrl.of(url.toString())))
                .orElseGet(() -> ArticleId.of(source, guid.orElseThrow()));
    }
}
