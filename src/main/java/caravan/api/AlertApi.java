package caravan.api;

import caravan.live.alert.AlertEvent;
import caravan.live.alert.RecentAlerts;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Locale;
import org.apache.camel.Exchange;

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
     * The newest alerts as a JSON array, the newest first, each once; by the parameters {@code limit} ({@value #USUALLY}
     * when absent) and {@code ticker} (all when absent).
     *
     * @throws IllegalArgumentException that names the parameter
     */
    public ArrayNode newest(Exchange exchange) {
        Query query = Query.of(exchange.getMessage());
        String name = query.text("ticker").strip().toUpperCase(Locale.ROOT);
        int limit = Parameter.limit(query.text("limit"), USUALLY, AT_MOST);
        ArrayNode array = MAPPER.createArrayNode();
        for (AlertEvent alert : recent.newest(name, limit)) {
            try {
                array.add(MAPPER.readTree(alert.json()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("What was read once is JSON: " + alert.json(), e);
            }
        }
        return array;
    }
}
