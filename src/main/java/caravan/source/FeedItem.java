package caravan.source;

import caravan.article.ArticleId;
import caravan.article.ArticleType;
import caravan.article.CanonicalUrl;
import java.net.URI;
import java.time.Instant;
import java.util.List;
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
 * @param brought what it says of itself that is otherwise found out
 */
public record FeedItem(
        String source,
        Optional<String> guid,
        Optional<URI> link,
        String title,
        Optional<Instant> published,
        Optional<String> content,
        Optional<String> summary,
        String raw,
        Brought brought) {

    /**
     * What some items say of themselves and most do not. Immutable.
     *
     * @param id what the article is known by already
     * @param type of the article, instead of its source's
     * @param tickers of the companies it is about; empty when they are to be found in the text
     * @param weight instead of the one that configuration gives
     * @param tier instead of its source's
     * @param whole whether {@code content} is the complete article, so that no page need be fetched
     * @param page the article's page itself, as HTML, where it came with the item
     */
    public record Brought(
            Optional<ArticleId> id,
            Optional<ArticleType> type,
            List<String> tickers,
            Optional<Double> weight,
            Optional<String> tier,
            boolean whole,
            Optional<String> page) {

        public static final Brought NOTHING = new Brought(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());

        public Brought {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(type, "type");
            tickers = List.copyOf(tickers);
            Objects.requireNonNull(weight, "weight");
            Objects.requireNonNull(tier, "tier");
            Objects.requireNonNull(page, "page");
        }

        Brought withId(ArticleId known) {
            return new Brought(Optional.of(known), type, tickers, weight, tier, whole, page);
        }

        Brought withTickers(List<String> about) {
            return new Brought(id, type, about, weight, tier, whole, page);
        }

        Brought asWhole() {
            return new Brought(id, type, tickers, weight, tier, true, page);
        }

        Brought withPage(String html) {
            return new Brought(id, type, tickers, weight, tier, whole, Optional.of(html));
        }
    }

    /** @throws IllegalArgumentException when the item has neither link nor guid, and so no identity */
    public FeedItem {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(raw, "raw");
        // Absent in items that were set aside by versions that knew of none.
        brought = brought == null ? Brought.NOTHING : brought;
        if (brought.id().isEmpty() && link.isEmpty() && guid.isEmpty()) {
            throw new IllegalArgumentException("An item of %s has neither a link nor a guid".formatted(source));
        }
    }

    /** An item that says no more of itself than feeds do. */
    public FeedItem(
            String source,
            Optional<String> guid,
            Optional<URI> link,
            String title,
            Optional<Instant> published,
            Optional<String> content,
            Optional<String> summary,
            String raw) {
        this(source, guid, link, title, published, content, summary, raw, Brought.NOTHING);
    }

    /** The same item with what has become known of it. */
    public FeedItem with(String knownTitle, Optional<Instant> knownDate) {
        return new FeedItem(source, guid, link, knownTitle, knownDate, content, summary, raw, brought);
    }

    FeedItem with(Brought more) {
        return new FeedItem(source, guid, link, title, published, content, summary, raw, more);
    }

    /** The article's identity: the one it is known by, else by its canonical URL, else by the feed's name for it. */
    public ArticleId articleId() {
        return brought.id()
                .or(() -> link.map(url -> ArticleId.of(CanonicalUrl.of(url.toString()))))
                .orElseGet(() -> ArticleId.of(source, guid.orElseThrow()));
    }
}
