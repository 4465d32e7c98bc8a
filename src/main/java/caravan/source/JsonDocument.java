package caravan.source;

import caravan.UnprocessableException;
import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** JSON of a form that {@link Kind.Json} describes, such as the answer of a news API. */
final class JsonDocument {

    private static final Configuration PATHS = Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider())
            .mappingProvider(new JacksonMappingProvider())
            .options(Option.SUPPRESS_EXCEPTIONS)
            .build();

    /** Some APIs sell the beginning of an article as its content. */
    private static final Pattern CUT = Pattern.compile("(?s).*\\[\\+\\d+ chars]\\s*");

    private static final Pattern MARKUP = Pattern.compile("<[a-zA-Z][a-zA-Z0-9]*(?:\\s[^<>]*)?/?>");
    private static final Pattern TICKER = Pattern.compile("[A-Z][A-Z0-9]{0,9}([.-][A-Z0-9]{1,4})?");
    private static final Pattern ALL_OF = Pattern.compile("\\[\\*]$");
    private static final int LONGEST_COMPLAINT = 200;

    private final String source;
    private final Kind.Json kind;
    private final URI fetched;
    private final Instant now;

    private JsonDocument(String source, Kind.Json kind, URI fetched, Instant now) {
        this.source = source;
        this.kind = kind;
        this.fetched = fetched;
        this.now = now;
    }

    /** @throws UnprocessableException when there are no items where the mapping says; the message says what there is */
    static ParsedFeed read(String source, Kind.Json kind, LenientJson json, URI fetched, Instant now) {
        List<JsonNode> nodes = all(json.tree(), kind.items());
        // A list without items is no news; where there is no list, something else was sent.
        if (nodes.isEmpty() && found(json.tree(), ALL_OF.matcher(kind.items()).replaceFirst("")) == null) {
            throw new UnprocessableException(
                    "it is JSON without anything at %s%s".formatted(kind.items(), complaint(json.tree())));
        }
        JsonDocument document = new JsonDocument(source, kind, fetched, now);
        JsonItems items = new JsonItems(nodes.size(), json.problem());
        nodes.forEach(node -> items.read(node, document::item));
        return items.feed("");
    }

    private FeedItem item(JsonNode node) {
        if (!node.isObject() && !node.isArray()) {
            throw new IllegalArgumentException("it is not an object");
        }
        Optional<String> content = text(node, kind.content());
        boolean cut = content.filter(text -> CUT.matcher(text).matches()).isPresent();
        FeedItem item = Identity.item(
                source,
                text(node, kind.id()),
                text(node, kind.link()).flatMap(link -> WebLink.resolve(fetched, link)),
                text(node, kind.title()).map(PlainTitle::ofHtml).orElse(""),
                text(node, kind.date()).flatMap(date -> FeedDate.parse(date, kind.dates(), now)),
                content.filter(text -> !cut).map(JsonDocument::html),
                text(node, kind.summary()).or(() -> content.filter(text -> cut)).map(JsonDocument::html),
                node.toString());
        return XmlItems.worthReading(item.with(item.brought().withTickers(tickers(node))));
    }

    private static String html(String text) {
        return MARKUP.matcher(text).find() ? FeedHtml.repaired(text) : XmlItems.html(text);
    }

    private List<String> tickers(JsonNode node) {
        return kind.tickers().stream()
                .flatMap(path -> all(node, path).stream())
                .flatMap(value -> Arrays.stream(value.asText("").split("[,;|]")))
                .map(text -> text.substring(text.lastIndexOf(':') + 1)
                        .replace("$", "")
                        .toUpperCase(Locale.ROOT))
                .filter(text -> TICKER.matcher(text).matches())
                .distinct()
                .toList();
    }

    /** Several texts, such as paragraphs, are one with blank lines between. */
    private static Optional<String> text(JsonNode node, Optional<String> path) {
        List<String> texts = path.stream()
                .flatMap(expression -> all(node, expression).stream())
                .map(value -> value.isValueNode() ? JsonFeed.plain(value) : "")
                .filter(text -> !text.isBlank())
                .toList();
        return XmlItems.present(String.join("\n\n", texts));
    }

    /** What is at a path: the items of an array, or the one value there is. */
    private static List<JsonNode> all(JsonNode node, String path) {
        JsonNode found = found(node, path);
        List<JsonNode> all = new ArrayList<>();
        if (found == null) {
            return all;
        }
        if (found.isArray()) {
            found.forEach(all::add);
        } else {
            all.add(found);
        }
        return all;
    }

    private static JsonNode found(JsonNode node, String path) {
        JsonNode found = JsonPath.using(PATHS).parse(node).read(path);
        return found == null || found.isNull() || found.isMissingNode() ? null : found;
    }

    /** What an API says when it refuses with a friendly status. */
    private static String complaint(JsonNode tree) {
        String fields = tree.isObject()
                ? "; its fields are " + String.join(", ", (Iterable<String>) tree::fieldNames)
                : "; it is " + tree.getNodeType().name().toLowerCase(Locale.ROOT);
        return fields
                + Stream.of("/message", "/error/message", "/error", "/detail", "/status")
                        .map(pointer -> tree.at(pointer).asText(""))
                        .filter(text -> !text.isBlank())
                        .findFirst()
                        .map(text -> " and it says: " + text.substring(0, Math.min(text.length(), LONGEST_COMPLAINT)))
                        .orElse("");
    }
}
