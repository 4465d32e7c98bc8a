package caravan.live;

import caravan.article.ArticleId;
import caravan.article.Priority;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;

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
     * As Redis keeps it: a JSON array, half as long as an object, with the id in base64 and a letter for the priority. It
     * begins with time and id, each of constant length, so that articles have an order as texts.
     */
    String compact() {
        return MAPPER.createArrayNode()
                .add(LiveTime.micros(timestamp))
                .add(shortened(articleId.value()))
                .add(title)
                .add(sourceUrl)
                .add(preview)
                .add(sentiment)
                .add(source)
                .add(priority.word().substring(0, 1))
                .add(model)
                .toString();
    }

    /** @throws IllegalStateException that shows what is in Redis, when it is no such array */
    static RecentArticle parse(String compact) {
        try {
            ArrayNode array = (ArrayNode) MAPPER.readTree(compact);
            return new RecentArticle(
                    Instant.parse(text(array, 0)),
                    new ArticleId(restored(text(array, 1))),
                    text(array, 2),
                    text(array, 3),
                    text(array, 4),
                    array.required(5).asDouble(),
                    text(array, 6),
                    priority(text(array, 7)),
                    text(array, 8));
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalStateException("An article in Redis is not what was written: " + compact, e);
        }
    }

    private static String shortened(UUID id) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array());
    }

    private static UUID restored(String id) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(id));
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static Priority priority(String letter) {
        return Arrays.stream(Priority.values())
                .filter(priority -> priority.word().startsWith(letter))
                .findFirst()
                .orElseThrow();
    }

    private static String text(JsonNode array, int index) {
        return array.required(index).asText();
    }
}
