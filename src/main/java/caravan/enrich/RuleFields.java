package caravan.enrich;

import caravan.article.ArticleType;
import caravan.article.Priority;
import caravan.config.ConfigurationException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the fields of a declared rule, and says where and what is wrong with one. */
final class RuleFields {

    private static final List<String> FIELDS = List.of(
            "name",
            "priority",
            "type",
            "source",
            "minWeight",
            "premiumTier",
            "title",
            "text",
            "within",
            "tickers",
            "minTickers");
    private static final int WITHIN = 600;

    private final JsonNode node;
    private final String place;

    /** @param place the file, and the rule in it, for messages */
    RuleFields(JsonNode node, String place) {
        if (!node.isObject()) {
            throw new ConfigurationException(place + " is not a list of fields with values");
        }
        this.node = node;
        this.place = place;
    }

    PriorityRule rule() {
        allowOnly(FIELDS);
        if (!node.has("priority")) {
            throw wrong("priority", "is missing; it is one of high, standard");
        }
        return new PriorityRule(
                node.path("name").asText("unnamed"),
                priority("priority", Priority.STANDARD),
                words("type").stream()
                        .map(word -> parsed("type", word, ArticleType::of))
                        .collect(Collectors.toSet()),
                words("source").stream().collect(Collectors.toSet()),
                node.has("minWeight") ? OptionalDouble.of(number("minWeight")) : OptionalDouble.empty(),
                Optional.ofNullable(node.get("premiumTier")).map(JsonNode::asText),
                parsed("title", words("title"), PriorityRule::phrases),
                parsed("text", words("text"), PriorityRule::phrases),
                node.has("within") ? wholeNumber("within") : WITHIN,
                words("tickers").stream()
                        .map(ticker -> ticker.toUpperCase(Locale.ROOT))
                        .collect(Collectors.toSet()),
                node.has("minTickers") ? OptionalInt.of(wholeNumber("minTickers")) : OptionalInt.empty());
    }

    void allowOnly(List<String> known) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw wrong(name, "is not known here; there are " + String.join(", ", known));
            }
        }
    }

    Priority priority(String field, Priority otherwise) {
        return node.has(field) ? parsed(field, node.get(field).asText(), Priority::of) : otherwise;
    }

    List<JsonNode> list(String field) {
        JsonNode value = node.path(field);
        if (!value.isMissingNode() && !value.isArray()) {
            throw wrong(field, "is not a list");
        }
        List<JsonNode> items = new ArrayList<>();
        value.forEach(items::add);
        return items;
    }

    /** One word, or a list of them. */
    private List<String> words(String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode()) {
            return List.of();
        }
        if (value.isArray() && value.isEmpty()) {
            throw wrong(field, "is an empty list, which nothing can meet");
        }
        List<String> words = new ArrayList<>();
        for (JsonNode word : value.isArray() ? list(field) : List.of(value)) {
            if (!word.isValueNode() || word.isNull() || word.asText().isBlank()) {
                throw wrong(field, "holds something that is not a word");
            }
            words.add(word.asText().strip());
        }
        return words;
    }

    private double number(String field) {
        if (!node.get(field).isNumber()) {
            throw wrong(
                    field, "is not a number but '%s'".formatted(node.get(field).asText()));
        }
        return node.get(field).asDouble();
    }

    private int wholeNumber(String field) {
        if (!node.get(field).canConvertToInt()
                || !node.get(field).isIntegralNumber()
                || node.get(field).asInt() < 0) {
            throw wrong(
                    field,
                    "is not a whole number but '%s'".formatted(node.get(field).asText()));
        }
        return node.get(field).asInt();
    }

    private <T, R> R parsed(String field, T value, Function<T, R> parser) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("%s: %s: %s".formatted(place, field, e.getMessage()), e);
        }
    }

    private ConfigurationException wrong(String field, String what) {
        return new ConfigurationException("%s: %s %s".formatted(place, field, what));
    }
}
