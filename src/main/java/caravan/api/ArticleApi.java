package caravan.api;

import caravan.source.FeedItem;
import caravan.source.SeenItems;
import caravan.source.SubmittedArticle;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;

/** Takes articles from {@code POST /api/articles}. Thread-safe. */
public final class ArticleApi {

    /** What an article comes from whose sender does not say. */
    private static final String SOURCE = "api";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MOST_ARTICLES = 1_000;

    private final SeenItems seen;
    private final int mostBytes;
    private final Clock clock;

    /** @param mostBytes the largest request taken */
    public ArticleApi(SeenItems seen, int mostBytes, Clock clock) {
        this.seen = seen;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    /**
     * The articles of a request: one as an object, or several in an array, of which all are good or none is taken.
     *
     * @throws TooLargeRequestException when the request is too large
     * @throws IllegalArgumentException that names each article and field that is wrong
     */
    public List<FeedItem> items(@Body InputStream body) throws IOException {
        byte[] bytes = body == null ? new byte[0] : body.readNBytes(mostBytes + 1);
        if (bytes.length > mostBytes) {
            throw new TooLargeRequestException(
                    "The request is larger than %d bytes; send fewer articles at once".formatted(mostBytes));
        }
        JsonNode request = json(bytes);
        if (!request.isArray()) {
            return List.of(SubmittedArticle.read(request, SOURCE, clock.instant()));
        }
        if (request.isEmpty() || request.size() > MOST_ARTICLES) {
            throw new IllegalArgumentException(
                    "The array has %d articles; it must have 1 to %d".formatted(request.size(), MOST_ARTICLES));
        }
        List<FeedItem> items = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (int i = 0; i < request.size(); i++) {
            try {
                items.add(SubmittedArticle.read(request.get(i), SOURCE, clock.instant()));
            } catch (IllegalArgumentException e) {
                errors.add("article %d: %s".formatted(i + 1, e.getMessage()));
            }
        }
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", errors));
        }
        return items;
    }

    /**
     * The answer to a request whose articles are all on their way: their ids, in its order.
     *
     * @throws BusyException when one of them is being worked on elsewhere and not yet safe
     */
    public ObjectNode accepted(List<FeedItem> items) {
        if (!seen.allFinished(items.stream().map(FeedItem::articleId).toList())) {
            throw new BusyException("Not every article is safe yet; send the request again");
        }
        ObjectNode answer = MAPPER.createObjectNode();
        ArrayNode ids = answer.putArray("article_ids");
        items.forEach(item -> ids.add(item.articleId().toString()));
        return answer;
    }

    private static JsonNode json(byte[] bytes) {
        try {
            JsonNode request = MAPPER.readTree(bytes);
            if (request == null || request.isMissingNode()) {
                throw new IllegalArgumentException("The request is empty; it must be an article as JSON");
            }
            return request;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The request is not JSON: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }
}
