package caravan.article;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.UUID;

/**
 * The identity of an article: the same article has the same id, whichever source brought it and however often.
 *
 * <p>Version 3 (name-based) UUID, RFC 9562 section 5.3, of the canonical URL; where a source gives none, of the
 * source's name and the item's guid. Immutable.
 */
public record ArticleId(UUID value) {

    /**
     * @param canonical absolute, as {@link CanonicalUrl} leaves it
     * @throws IllegalArgumentException when {@code canonical} is relative
     */
    public static ArticleId of(URI canonical) {
        if (!canonical.isAbsolute()) {
            throw new IllegalArgumentException("Not an absolute URL: " + canonical);
        }
        return named(canonical.toString());
    }

    /**
     * @param source the name of the source, which keeps the guids of two sources apart
     * @param guid whatever the source calls the item
     */
    public static ArticleId of(String source, String guid) {
        return named(source + '\n' + guid);
    }

    /** @throws IllegalArgumentException when {@code text} is not a UUID */
    public static ArticleId parse(String text) {
        return new ArticleId(UUID.fromString(text));
    }

    private static ArticleId named(String name) {
        return new ArticleId(UUID.nameUUIDFromBytes(name.getBytes(UTF_8)));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
