package caravan.lake;

import caravan.UnprocessableException;
import caravan.article.ArticleType;
import caravan.article.Priority;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Objects;

/**
 * How the article of a row was routed, which its columns do not say. Immutable.
 *
 * @param weight how much its score counts
 */
public record RoutedAs(ArticleType type, Priority priority, double weight) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final double USUAL_WEIGHT = 1;

    public RoutedAs {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(priority, "priority");
    }

    /**
     * What a row's raw payload says; what it does not is news of the standard lane that counts once, as in an event.
     *
     * @throws UnprocessableException that names the article whose payload cannot be read
     */
    public static RoutedAs of(SentimentRow row) {
        try {
            JsonNode event = event(row.rawPayload().orElse("{}"));
            return new RoutedAs(
                    event.hasNonNull("type") ? ArticleType.of(event.path("type").asText()) : ArticleType.NEWS,
                    event.hasNonNull("priority")
                            ? Priority.of(event.path("priority").asText())
                            : Priority.STANDARD,
                    event.path("weight").asDouble(USUAL_WEIGHT));
        } catch (IOException | IllegalArgumentException e) {
            throw new UnprocessableException(
                    "The row of article %s of %s does not say how it was routed: %s"
                            .formatted(row.articleId(), row.timestamp(), e.getMessage()),
                    e);
        }
    }

    /** The event comes first; the item as it came, which may be large, is not read. */
    private static JsonNode event(String payload) throws IOException {
        try (JsonParser json = MAPPER.createParser(payload)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    boolean isEvent = json.currentName().equals("event");
                    json.nextToken();
                    if (isEvent) {
                        return MAPPER.readTree(json);
                    }
                    json.skipChildren();
                }
            }
            return MAPPER.createObjectNode();
        }
    }
}
