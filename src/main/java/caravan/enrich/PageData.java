package caravan.enrich;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What a page's scripts hold as data: the article that it describes to search engines (JSON-LD), and the state that a
 * page is drawn from where its text is in no element at all. What cannot be read is absent.
 */
final class PageData {

    /** What is larger is not read. */
    private static final int LARGEST = 4 * 1024 * 1024;

    private static final int ENOUGH = 250;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private final List<JsonNode> described = new ArrayList<>();
    private final List<String> states = new ArrayList<>();

    /** Reads the scripts of a page, which is not changed. */
    PageData(Document document) {
        for (Element script : document.select("script")) {
            String type = script.attr("type");
            String data = script.data();
            if (type.equals("application/ld+json") && data.length() <= LARGEST) {
                read(data).ifPresent(described::add);
            } else if (data.length() > ENOUGH && data.length() <= LARGEST && isState(type, data)) {
                states.add(data);
            }
        }
    }

    /** The text of the article as described, in paragraphs if it has any; the longest where there are several. */
    Optional<String> articleBody() {
        return described.stream()
                .flatMap(node -> node.findValuesAsText("articleBody").stream())
                .map(PageData::plain)
                .filter(text -> text.length() >= ENOUGH)
                .max(Comparator.comparingInt(String::length));
    }

    /** Whether the article is said not to be for everybody. */
    boolean isPaid() {
        return described.stream()
                .flatMap(node -> node.findValues("isAccessibleForFree").stream())
                .anyMatch(free -> free.asText().equalsIgnoreCase("false"));
    }

    /** The text in the state that the page is drawn from. */
    Optional<String> drawnText() {
        return states.stream()
                .flatMap(state -> read(state.substring(start(state))).stream())
                .map(DataText::of)
                .filter(text -> text.length() >= ENOUGH)
                .max(Comparator.comparingInt(String::length));
    }

    /** Markup in it may have been escaped twice. */
    static String plain(String body) {
        String text = WholeText.text(body);
        return text.contains("</") ? WholeText.text(text) : text;
    }

    private static boolean isState(String type, String data) {
        return type.endsWith("json") || (start(data) >= 0 && start(data) < ENOUGH && data.contains("\":"));
    }

    /** Where an object begins that is all of a script, or is assigned to a variable. */
    private static int start(String data) {
        int brace = data.indexOf('{');
        int bracket = data.indexOf('[');
        return brace < 0 || (bracket >= 0 && bracket < brace && !data.startsWith("window[")) ? bracket : brace;
    }

    private static Optional<JsonNode> read(String data) {
        try {
            JsonNode node = JSON.readTree(data);
            return Optional.ofNullable(node).filter(JsonNode::isContainerNode);
        } catch (JsonProcessingException unreadable) {
            return Optional.empty();
        }
    }
}
