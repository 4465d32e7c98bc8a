package caravan.source;

import caravan.UnprocessableException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A JSON Feed, version 1.0 or 1.1 (jsonfeed.org/version/1.1). */
final class JsonFeed {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonFeed() {}

    /** @throws UnprocessableException when it is not JSON, or JSON of another kind */
    static ParsedFeed read(String source, String json, URI fetched, Instant now) {
        JsonNode feed = tree(json);
        if (!feed.path("items").isArray()) {
            throw new UnprocessableException("it is JSON, but not a JSON Feed: it has no array 'items'");
        }
        URI base = text(feed, "home_page_url")
                .flatMap(link -> WebLink.resolve(fetched, link))
                .orElse(fetched);
        List<FeedItem> items = new ArrayList<>();
        List<String> rejected = new ArrayList<>();
        int position = 0;
        for (JsonNode item : feed.get("items")) {
            position++;
            try {
                items.add(item(source, item, base, now));
            } catch (IllegalArgumentException e) {
                rejected.add("Item %d of %d: %s"
                        .formatted(position, feed.get("items").size(), e.getMessage()));
            }
        }
        return new ParsedFeed(
                items, rejected, text(feed, "title").map(PlainTitle::ofText).orElse(""));
    }

    private static FeedItem item(String source, JsonNode item, URI base, Instant now) {
        if (!item.isObject()) {
            throw new IllegalArgumentException("it is not an object");
        }
        return XmlItems.worthReading(new FeedItem(
                source,
                text(item, "id"),
                Stream.of("url", "external_url", "id")
                        .map(name -> text(item, name)
                                .filter(link -> !name.equals("id") || link.matches("(?i)https?://.+"))
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

    private static Optional<String> text(JsonNode object, String name) {
        return XmlItems.present(object.path(name).asText(""));
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UnprocessableException("it begins like JSON and is not: " + e.getOriginalMessage(), e);
        }
    }
}
