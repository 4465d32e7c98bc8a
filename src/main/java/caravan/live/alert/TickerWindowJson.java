package caravan.live.alert;

import caravan.live.alert.TickerWindow.Side;
import caravan.live.alert.TickerWindow.Standing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of a ticker as compact JSON: its articles are packed, at 20 bytes each, since there may be thousands. */
final class TickerWindowJson {

    private static final Logger LOG = LoggerFactory.getLogger(TickerWindowJson.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int VERSION = 1;
    private static final int ARTICLE_BYTES = Integer.BYTES + Long.BYTES + Integer.BYTES + Integer.BYTES;
    private static final int HOUR_BYTES = Integer.BYTES + Integer.BYTES;

    private TickerWindowJson() {}

    static String write(TickerWindow window) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("v", VERSION);
        json.put("since", window.since().toEpochMilli());
        json.put("newest", window.newest().toEpochMilli());
        json.put("horizon", window.horizon().toEpochMilli());
        ByteBuffer articles = ByteBuffer.allocate(window.counted().size() * ARTICLE_BYTES);
        for (Counted article : window.counted()) {
            // Milliseconds before the newest: a rule's windows span less than the 24 days that an int holds.
            articles.putInt((int) (window.newest().toEpochMilli() - article.at()))
                    .putLong(article.key())
                    .putInt(article.sentiment())
                    .putInt(article.weight());
        }
        json.put("counted", articles.array());
        ByteBuffer hours = ByteBuffer.allocate(window.hours().size() * HOUR_BYTES);
        window.hours().forEach((hour, count) -> hours.putInt(hour.intValue()).putInt(count));
        json.put("hours", hours.array());
        ObjectNode rules = json.putObject("rules");
        window.rules().forEach((name, standing) -> {
            ArrayNode one = rules.putArray(name).add(standing.side().name());
            standing.fired().ifPresent(fired -> one.add(fired.toEpochMilli()));
        });
        return json.toString();
    }

    /** What was written; what a later version wrote, or nobody, is told and begun anew. */
    static TickerWindow read(String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            if (json.path("v").asInt() == VERSION) {
                return window(json);
            }
            LOG.warn("A ticker's state for alerts has version {}; it begins anew", json.path("v"));
        } catch (IOException | RuntimeException e) {
            LOG.warn("A ticker's state for alerts cannot be read and begins anew: {}", text, e);
        }
        return TickerWindow.EMPTY;
    }

    private static TickerWindow window(JsonNode json) throws IOException {
        long newest = json.required("newest").asLong();
        List<Counted> counted = new ArrayList<>();
        ByteBuffer articles = ByteBuffer.wrap(json.required("counted").binaryValue());
        while (articles.hasRemaining()) {
            counted.add(
                    new Counted(newest - articles.getInt(), articles.getLong(), articles.getInt(), articles.getInt()));
        }
        SortedMap<Long, Integer> hours = new TreeMap<>();
        ByteBuffer counts = ByteBuffer.wrap(json.required("hours").binaryValue());
        while (counts.hasRemaining()) {
            hours.put((long) counts.getInt(), counts.getInt());
        }
        Map<String, Standing> rules = new HashMap<>();
        for (Map.Entry<String, JsonNode> rule : json.required("rules").properties()) {
            rules.put(
                    rule.getKey(),
                    new Standing(
                            Side.valueOf(rule.getValue().required(0).asText()),
                            Optional.ofNullable(rule.getValue().get(1))
                                    .map(fired -> Instant.ofEpochMilli(fired.asLong()))));
        }
        return new TickerWindow(
                Instant.ofEpochMilli(json.required("since").asLong()),
                Instant.ofEpochMilli(newest),
                Instant.ofEpochMilli(json.required("horizon").asLong()),
                counted,
                hours,
                rules);
    }
}
