package caravan.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One gauge for each value of a label, all set together from time to time. One that stays is never taken away meanwhile,
 * as Micrometer's own MultiGauge does, whose series a look at the wrong moment does not find. For one writer at a time.
 */
final class LabelledGauge {

    private final String name;
    private final String description;
    private final String label;
    private final MeterRegistry registry;
    private final Map<String, Double> values = new ConcurrentHashMap<>();
    private final Map<String, Gauge> gauges = new ConcurrentHashMap<>();

    LabelledGauge(String name, String description, String label, MeterRegistry registry) {
        this.name = name;
        this.description = description;
        this.label = label;
        this.registry = registry;
    }

    /** @param now by the label's value; those that are not in it are told no longer */
    void set(Map<String, Double> now) {
        values.putAll(now);
        now.keySet().forEach(each -> gauges.computeIfAbsent(each, this::register));
        Set<String> gone = new HashSet<>(gauges.keySet());
        gone.removeAll(now.keySet());
        gone.forEach(each -> {
            registry.remove(gauges.remove(each));
            values.remove(each);
        });
    }

    private Gauge register(String value) {
        return Gauge.builder(name, values, all -> all.getOrDefault(value, Double.NaN))
                .description(description)
                .tag(label, value)
                .register(registry);
    }
}
