package caravan.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.article.ArticleId;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** How an item is known again that has no address of its own. */
final class Identity {

    private Identity() {}

    /**
     * An item as a feed gives it. One with neither a link nor a guid is known by what it says, where it says something;
     * one whose link is only a place on a page that others share is known by its guid.
     *
     * @throws IllegalArgumentException when nothing tells it from others
     */
    static FeedItem item(
            String source,
            Optional<String> guid,
            Optional<URI> link,
            String title,
            Optional<Instant> published,
            Optional<String> content,
            Optional<String> summary,
            String raw) {
        Optional<String> known = guid;
        if (guid.isEmpty() && link.isEmpty() && content.or(() -> summary).isPresent()) {
            known = Optional.of(
                    "sha256:" + sha256(title + '\n' + content.or(() -> summary).orElseThrow()));
        }
        FeedItem item = new FeedItem(source, known, link, title, published, content, summary, raw);
        return sharesItsPage(guid, link)
                ? item.with(item.brought().withId(ArticleId.of(source, guid.orElseThrow())))
                : item;
    }

    /** Such as the entries of a page of release notes; the fragment is part of the name, so it is meant. */
    private static boolean sharesItsPage(Optional<String> guid, Optional<URI> link) {
        String fragment = link.map(URI::getRawFragment).orElse("");
        return fragment != null
                && !fragment.isBlank()
                && guid.filter(name -> name.endsWith("#" + fragment)).isPresent();
    }

    static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
