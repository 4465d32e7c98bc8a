package caravan.sentiment.router;

import java.time.Duration;
import java.util.Map;

/**
 * One model as JMX shows it. Thread-safe.
 *
 * @param model asked for each attribute when that is read
 */
public record WatchedModel(GuardedModel model) implements ModelMXBean {

    @Override
    public String getVersion() {
        return model.version();
    }

    @Override
    public String getBreaker() {
        return model.isOpen() ? "OPEN" : "CLOSED";
    }

    @Override
    public String getLastFailure() {
        return model.lastFailure().orElse("");
    }

    @Override
    public long getLastLatencyMillis() {
        return model.lastLatency().map(Duration::toMillis).orElse(-1L);
    }

    @Override
    public long getDeadlineMillis() {
        return model.limits().deadline().toMillis();
    }

    @Override
    public Map<String, Double> getUsed() {
        return model.used();
    }
}
