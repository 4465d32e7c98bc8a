package caravan.live.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.UnprocessableException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An alert on its way: what it is sorted by, and the JSON that is sent, to the byte the same each time. Immutable.
 *
 * @param fired the time of the articles at which it fired
 * @param webhooks that are to be told, by name
 */
public record AlertEvent(
        String id, String ticker, String rule, String kind, Instant fired, List<String> webhooks, String json) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public AlertEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(ticker, "ticker");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(fired, "fired");
        webhooks = List.copyOf(webhooks);
        Objects.requireNonNull(json, "json");
    }

    /** @throws UnprocessableException when it is not an alert */
    public static AlertEvent read(String json) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            List<String> webhooks = new ArrayList<>();
            tree.path("webhooks").forEach(name -> webhooks.add(name.asText()));
            return new AlertEvent(
                    tree.required("alert_id").asText(),
                    tree.required("ticker").asText(),
                    tree.required("rule").asText(),
                    tree.required("kind").asText(),
                    Instant.parse(tree.required("fired_at").asText()),
                    webhooks,
                    json);
        } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
            throw new UnprocessableException("Not an alert: " + e.getMessage(), e);
        }
    }

    /** UTF-8. */
    public byte[] bytes() {
        return json.getBytes(UTF_8);
    }
}
