package caravan.source;

import caravan.UnprocessableException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** A JSON Feed, version 1.0 or 1.1 (jsonfeed.org/version/1.1). */
final class JsonFeed {

    private JsonFeed() {}

    /** @throws UnprocessableException when it is not JSON, or JSON of another kind */
    static ParsedFeed read(String source, LenientJson json, URI fetched, Instant now) {
        JsonNode feed = json.tree();
        if (!feed.path("items").isArray()) {
            throw new UnprocessableException(json.problem()
                    .map(problem -> "it begins like JSON and is not: " + problem)
                    .orElse("it is JSON, but not a JSON Feed: it has no array 'items'; kind json reads JSON of other"
                            + " forms"));
        }
        URI base = text(feed, "home_page_url")
                .flatMap(link -> WebLink.resolve(fetched, link))
                .orElse(fetched);
        JsonItems items = new JsonItems(feed.get("items").size(), json.problem());
        feed.get("items").forEach(node -> items.read(node, item -> item(source, item, base, now)));
        return items.feed(text(feed, "title").map(PlainTitle::ofText).orElse(""));
    }

    private static FeedItem item(String source, JsonNode item, URI base, Instant now) {
        if (!item.isObject()) {
            throw new IllegalArgumentException("it is not an object");
        }
        return XmlItems.worthReading(Identity.item(
                source,
                text(item, "id"),
                Stream.of("url", "external_url", "id")
                        .map(name -> text(item, name)
                                .filter(link -> !name.equals("id") || WebLink.isWeb(link))
                                .flatMap(link -> WebLink.resolve(base, link)))
                        .flatMap(Optional::stream)
                        .findFirst(),
                text(item, "title").map(PlainTitle::ofText).orElse(""),
                Stream.of("date_published", "date_modified")
                        .map(name -> text(item, name).flatMap(date -> FeedDate.parse(date, now)))
                        .flatMap(Optional::stream)
                        .findFirst(),
                text(item, "content_html").or(() -> text(item, "content_text").map(XmlItems::html)),
                text(item, "summary").map(XmlItems::html),
                item.toString()));
    }

    static Optional<String> text(JsonNode object, String name) {
        return XmlItems.present(plain(object.path(name)));
    }

    /** Numbers without an exponent, so that a time since 1970 is one. */
    static String plain(JsonNode value) {
        return value.isFloatingPointNumber() && Double.isFinite(value.asDouble())
                ? value.decimalValue().toPlainString()
                : value.asText("");
    }
}
