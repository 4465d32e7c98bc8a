package caravan.api;

import caravan.live.alert.AlertEvent;
import caravan.live.alert.RecentAlerts;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Locale;

/** Answers {@code /api/alerts}. Thread-safe. */
public final class AlertApi {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int USUALLY = 100;
    private static final int AT_MOST = 10_000;

    private final RecentAlerts recent;

    public AlertApi(RecentAlerts recent) {
        this.recent = recent;
    }

    /**
     * The newest alerts as a JSON array, the newest first, each once.
     *
     * @param limit a whole number; {@value #USUALLY} when null or empty
     * @param ticker of all when null or empty
     * @throws IllegalArgumentException when {@code limit} is not one, or out of range
     */
    public ArrayNode newest(String limit, String ticker) {
        String name = ticker == null ? "" : ticker.strip().toUpperCase(Locale.ROOT);
        ArrayNode array = MAPPER.createArrayNode();
        for (AlertEvent alert : recent.newest(name, Parameter.limit(limit, USUALLY, AT_MOST))) {
            try {
                array.add(MAPPER.readTree(alert.json()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("What was read once is JSON: " + alert.json(), e);
            }
        }
        return array;
    }
}
