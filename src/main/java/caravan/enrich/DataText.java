package caravan.enrich;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The article within a page's data: the part in which prose is densest, as {@link ProseMap} finds it in a page. */
final class DataText {

    private static final double FALL_OFF = 0.75;
    private static final int SENTENCE = 60;
    private static final int MOST_NAMED_TEXTS = 4;
    private static final Pattern PROSE = Pattern.compile("\\S+\\s+\\S+\\s+\\S+.*[.!?\\u3002].*", Pattern.DOTALL);

    private static final Set<String> NOT_TEXT = Set.of(
            "title",
            "headline",
            "description",
            "summary",
            "excerpt",
            "alt",
            "caption",
            "credit",
            "author",
            "authors",
            "byline",
            "bio",
            "biography",
            "seo",
            "meta",
            "keywords",
            "tags",
            "related",
            "url",
            "href",
            "src",
            "id",
            "type",
            "class",
            "copyright",
            "disclaimer",
            "dek",
            "subtitle",
            "teaser",
            "promo",
            "newsletter");

    private JsonNode best;
    private double most;

    private DataText() {}

    /** May be empty. */
    static String of(JsonNode root) {
        DataText data = new DataText();
        data.dense(root);
        if (data.best == null) {
            return "";
        }
        Set<String> paragraphs = new LinkedHashSet<>();
        collect(data.best, paragraphs);
        return String.join("\n\n", paragraphs);
    }

    private double dense(JsonNode node) {
        double dense = node.isTextual() ? prose(node.textValue()) : 0;
        double longest = 0;
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            double one = NOT_TEXT.contains(field.getKey()) ? 0 : FALL_OFF * dense(field.getValue());
            if (field.getValue().isTextual()) {
                longest = Math.max(longest, one);
            } else {
                dense += one;
            }
        }
        // Paragraphs stand in a list. Many texts that have names of their own are what a page says on its buttons.
        dense += longest;
        if (node.isArray()) {
            for (JsonNode item : node) {
                dense += FALL_OFF * dense(item);
            }
        }
        if (dense > most) {
            most = dense;
            best = node;
        }
        return dense;
    }

    private static int prose(String text) {
        return text.length() >= SENTENCE && PROSE.matcher(text).matches() ? text.length() : 0;
    }

    private static void collect(JsonNode node, Set<String> into) {
        if (node.isTextual()) {
            String text = PageData.plain(node.textValue());
            if (text.indexOf(' ') > 0) {
                into.add(text);
            }
        }
        List<JsonNode> below = new ArrayList<>();
        boolean isDictionary = node.properties().stream()
                        .filter(field -> field.getValue().isTextual()
                                && prose(field.getValue().textValue()) > 0)
                        .count()
                > MOST_NAMED_TEXTS;
        node.properties().stream()
                .filter(field -> !NOT_TEXT.contains(field.getKey()))
                .filter(field -> !isDictionary || !field.getValue().isTextual())
                .forEach(field -> below.add(field.getValue()));
        if (node.isArray()) {
            node.forEach(below::add);
        }
        below.forEach(one -> collect(one, into));
    }
}
