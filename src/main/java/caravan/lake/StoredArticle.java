package caravan.lake;

import caravan.UnprocessableException;
import caravan.article.Article;
import caravan.article.ArticleJson;
import caravan.article.Priority;
import caravan.article.TextQuality;
import caravan.parquet.Row;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.util.Objects;

/**
 * An article as it can be made again from any of its rows, whatever ticker and model that is of. All is there but the
 * time its event was made, for which the time of its fetching stands. Immutable.
 *
 * @param priority of the lane in which it travelled
 */
public record StoredArticle(Article article, Priority priority) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public StoredArticle {
        Objects.requireNonNull(article, "article");
        Objects.requireNonNull(priority, "priority");
    }

    /** @throws UnprocessableException that names the article and what of its row cannot be read */
    public static StoredArticle of(Row row) {
        String payload = (String) row.get(SentimentSchema.RAW_PAYLOAD);
        try {
            ObjectNode event = payload == null ? MAPPER.createObjectNode() : event(payload);
            if (!event.hasNonNull("tickers") && row.get(SentimentSchema.TICKER) != null) {
                event.putArray("tickers").add((String) row.get(SentimentSchema.TICKER));
            }
            put(event, "event_id", row, SentimentSchema.ARTICLE_ID);
            put(event, "article_id", row, SentimentSchema.ARTICLE_ID);
            put(event, "timestamp", row, SentimentSchema.TIMESTAMP);
            put(event, "article_title", row, SentimentSchema.ARTICLE_TITLE);
            put(event, "text", row, SentimentSchema.TEXT);
            put(event, "source", row, SentimentSchema.SOURCE);
            put(event, "source_url", row, SentimentSchema.SOURCE_URL);
            put(event, "fetch_timestamp_utc", row, SentimentSchema.FETCHED);
            event.put("raw_source_payload_json", payload == null ? null : source(payload));
            Priority priority = event.hasNonNull("priority")
                    ? Priority.of(event.get("priority").asText())
                    : Priority.STANDARD;
            return new StoredArticle(ArticleJson.readArticle(MAPPER.writeValueAsBytes(event)), priority);
        } catch (IOException | IllegalArgumentException | UnprocessableException e) {
            throw new UnprocessableException(
                    "The row of article %s of %s cannot be made an article again: %s"
                            .formatted(
                                    row.get(SentimentSchema.ARTICLE_ID),
                                    row.get(SentimentSchema.TIMESTAMP),
                                    e.getMessage()),
                    e);
        }
    }

    /** Whether the article that is made of a row has all its tickers, not only that of the row. */
    static boolean namesTickers(Row row) {
        String payload = (String) row.get(SentimentSchema.RAW_PAYLOAD);
        if (payload == null) {
            return false;
        }
        try {
            return event(payload).hasNonNull("tickers");
        } catch (IOException notJson) {
            // Whoever makes an article of it says so.
            return false;
        }
    }

    /** A row's payload that says how its text was obtained; one that is not {@code {"event": …}} stays as it is. */
    static String withTextQuality(String payload, TextQuality quality) {
        try {
            if (!(MAPPER.readTree(payload) instanceof ObjectNode tree)
                    || !(tree.get("event") instanceof ObjectNode event)) {
                return payload;
            }
            event.put("text_quality", quality.word());
            if (tree.hasNonNull("source") && tree.get("source").isContainerNode()) {
                tree.putRawValue("source", new RawValue(source(payload)));
            }
            return MAPPER.writeValueAsString(tree);
        } catch (IOException notJson) {
            return payload;
        }
    }

    private static void put(ObjectNode event, String field, Row row, String column) {
        Object value = row.get(column);
        event.put(field, value == null ? null : value.toString());
    }

    private static ObjectNode event(String payload) throws IOException {
        return MAPPER.readTree(payload).path("event") instanceof ObjectNode event ? event : MAPPER.createObjectNode();
    }

    /** The item as its source gave it, to the digit: a tree would round its numbers. */
    private static String source(String payload) throws IOException {
        try (JsonParser json = MAPPER.createParser(payload)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("source") && value.isScalarValue()) {
                    return json.getText();
                }
                int start = (int) json.currentTokenLocation().getCharOffset();
                json.skipChildren();
                if (field.equals("source")) {
                    return payload.substring(start, (int) json.currentLocation().getCharOffset());
                }
            }
            return null;
        }
    }
}
