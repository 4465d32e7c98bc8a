package caravan.api;

import caravan.config.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Lets so many costly queries run at a time, of each client and in all; more are refused at once, for a queue would only
 * hide that there are too many. Remembers none but the clients whose queries are running. Thread-safe.
 */
public final class CostlyQueries {

    /** The server's threads are 20, and others want to be answered too. */
    public static final int MOST = 16;

    private static final Duration SOON = Duration.ofSeconds(1);

    private final int perClient;
    private final int inAll;
    private final Map<String, Integer> running = new HashMap<>();
    private int sum;

    public CostlyQueries(int perClient, int inAll) {
        this.perClient = perClient;
        this.inAll = inAll;
    }

    /** By {@code http.client.costly-queries} and {@code http.costly-queries}. */
    public static CostlyQueries of(Settings settings) {
        return new CostlyQueries(
                settings.integer("http.client.costly-queries", 1, MOST),
                settings.integer("http.costly-queries", 1, MOST));
    }

    /**
     * Runs a query, if it may.
     *
     * @throws TooManyRequestsException when too many are running
     */
    <T> T run(String client, Supplier<T> query) {
        enter(client);
        try {
            return query.get();
        } finally {
            leave(client);
        }
    }

    private synchronized void enter(String client) {
        int own = running.getOrDefault(client, 0);
        if (own >= perClient) {
            throw new TooManyRequestsException(
                    "This client has %d costly queries running, as many as it may".formatted(own), SOON);
        }
        if (sum >= inAll) {
            throw new TooManyRequestsException(
                    "There are %d costly queries running, as many as there may be".formatted(sum), SOON);
        }
        running.put(client, own + 1);
        sum++;
    }

    private synchronized void leave(String client) {
        running.computeIfPresent(client, (name, count) -> count == 1 ? null : count - 1);
        sum--;
    }
}
