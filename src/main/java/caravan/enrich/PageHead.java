package caravan.enrich;

import caravan.article.CanonicalUrl;
import caravan.source.Fetched;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What a page says of its article when no feed has said it: the title, the address and the time of publication, from
 * Open Graph and the usual elements.
 *
 * @param title empty when the page has none
 */
public record PageHead(String title, Optional<URI> canonical, Optional<Instant> published) {

    public PageHead {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(canonical, "canonical");
        Objects.requireNonNull(published, "published");
    }

    /** Never fails on what a page contains: what cannot be read is absent. */
    public static PageHead of(Fetched page) {
        Document document;
        try {
            document = Jsoup.parse(
                    new ByteArrayInputStream(page.body()), null, page.url().toString());
        } catch (IOException e) {
            throw new UncheckedIOException("Bytes in memory are always readable", e);
        }
        String title = first(Stream.of(
                        attribute(document, "meta[property=og:title]", "content"),
                        Optional.ofNullable(document.selectFirst("h1")).map(Element::text),
                        Optional.of(document.title())))
                .orElse("");
        Optional<URI> canonical = first(Stream.of(
                        attribute(document, "link[rel=canonical]", "abs:href"),
                        attribute(document, "meta[property=og:url]", "content")))
                .flatMap(PageHead::url);
        Optional<Instant> published = first(Stream.of(
                        attribute(document, "meta[property=article:published_time]", "content"),
                        attribute(document, "time[datetime]", "datetime")))
                .flatMap(PageHead::time);
        return new PageHead(title, canonical, published);
    }

    private static Optional<String> first(Stream<Optional<String>> candidates) {
        return candidates
                .flatMap(Optional::stream)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static Optional<String> attribute(Document document, String selector, String attribute) {
        return Optional.ofNullable(document.selectFirst(selector)).map(element -> element.attr(attribute));
    }

    private static Optional<URI> url(String text) {
        try {
            return Optional.of(CanonicalUrl.parse(text));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }
}
