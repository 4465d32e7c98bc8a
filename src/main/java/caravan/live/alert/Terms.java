package caravan.live.alert;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What every rule has, of whatever kind. Immutable.
 *
 * @param name by which people speak of it; of no other rule
 * @param tickers upper case; empty for any
 * @param cooldown how long after having fired for a ticker it keeps silent about it
 * @param webhooks by name, beside the topic and the page
 */
public record Terms(String name, Set<String> tickers, Duration cooldown, Severity severity, List<String> webhooks) {

    public Terms {
        Objects.requireNonNull(name, "name");
        tickers = Set.copyOf(tickers);
        Objects.requireNonNull(cooldown, "cooldown");
        Objects.requireNonNull(severity, "severity");
        webhooks = List.copyOf(webhooks);
    }

    boolean concern(String ticker) {
        return tickers.isEmpty() || tickers.contains(ticker);
    }
}
