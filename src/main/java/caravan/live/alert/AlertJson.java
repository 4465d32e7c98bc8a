package caravan.live.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Alerts as others read them. */
public final class AlertJson {

    static final int VERSION = 1;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private AlertJson() {}

    /** @param created when it was made, by the clock */
    public static ObjectNode tree(Alert alert, Instant created) {
        ScoredArticle article = alert.article();
        ObjectNode tree = MAPPER.createObjectNode();
        tree.put("alert_id", alert.id().toString());
        tree.put("rule", alert.rule());
        tree.put("kind", alert.kind());
        tree.put("severity", alert.severity().word());
        tree.put("ticker", article.ticker());
        tree.put("message", alert.message());
        tree.put("value", alert.value());
        if (alert.threshold().isPresent()) {
            tree.put("threshold", alert.threshold().getAsDouble());
        } else {
            tree.putNull("threshold");
        }
        tree.put("window", alert.window().map(Spans::of).orElse(null));
        tree.putObject("article")
                .put("id", article.id().toString())
                .put("title", article.title())
                .put("url", article.url())
                .put("source", article.source())
                .put("timestamp", article.timestamp().toString())
                .put("sentiment", article.sentiment());
        tree.put("fired_at", alert.fired().toString());
        tree.put("created_at", created.toString());
        ArrayNode webhooks = tree.putArray("webhooks");
        alert.webhooks().forEach(webhooks::add);
        tree.put("schema_version", VERSION);
        return tree;
    }
}
