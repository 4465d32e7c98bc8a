package caravan.live;

import caravan.article.ArticleId;
import caravan.article.Priority;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.util.Objects;

/**
 * One of the last articles of a ticker. Immutable.
 *
 * @param preview the first 100 characters of its text, and "..." where there are more
 * @param sentiment what it says of the ticker, -1 to 1
 */
public record RecentArticle(
        Instant timestamp,
        ArticleId articleId,
        String title,
        String sourceUrl,
        String preview,
        double sentiment,
        String source,
        Priority priority,
        String model) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public RecentArticle {
        Objects.requireNonNull(timestamp, "timestamp");
        Objects.requireNonNull(articleId, "articleId");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(sourceUrl, "sourceUrl");
        Objects.requireNonNull(preview, "preview");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(model, "model");
    }

    static RecentArticle of(Mention mention) {
        return new RecentArticle(
                mention.timestamp(),
                mention.articleId(),
                mention.title(),
                mention.sourceUrl(),
                mention.preview(),
                mention.score().sentiment(),
                mention.source(),
                mention.priority(),
                mention.model());
    }

    /**
     * As Redis keeps it: a JSON array, half as long as an object. It begins with time and id, each of constant length,
     * so that the order of the texts is that of the articles.
     */
    String compact() {
        return MAPPER.createArrayNode()
                .add(LiveTime.micros(timestamp))
                .add(articleId.toString())
                .add(title)
                .add(sourceUrl)
                .add(preview)
                .add(sentiment)
                .add(source)
                .add(priority.word())
                .add(model)
                .toString();
    }

    /** @throws IllegalStateException that shows what is in Redis, when it is no such array */
    static RecentArticle parse(String compact) {
        try {
            ArrayNode array = (ArrayNode) MAPPER.readTree(compact);
            return new RecentArticle(
                    Instant.parse(text(array, 0)),
                    ArticleId.parse(text(array, 1)),
                    text(array, 2),
                    text(array, 3),
                    text(array, 4),
                    array.required(5).asDouble(),
                    text(array, 6),
                    Priority.of(text(array, 7)),
                    text(array, 8));
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalStateException("An article in Redis is not what was written: " + compact, e);
        }
    }

    private static String text(JsonNode array, int index) {
        return array.required(index).asText();
    }
}
