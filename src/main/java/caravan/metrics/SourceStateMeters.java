package caravan.metrics;

import caravan.source.SourceState;
import caravan.source.SourceStates;
import caravan.source.Sources;
import caravan.source.Standing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** How the polls of the declared sources go, as PostgreSQL had it when it was last measured. For one caller at a time. */
public final class SourceStateMeters {

    private static final String FAILING = "failing";
    private static final double MILLIS = 1_000;

    private final Sources sources;
    private final SourceStates states;
    private final SourceLabels labels;
    private final LabelledGauge standings;
    private final LabelledGauge failures;
    private final LabelledGauge successes;

    public SourceStateMeters(Sources sources, SourceStates states, SourceLabels labels, MeterRegistry registry) {
        this.sources = sources;
        this.states = states;
        this.labels = labels;
        this.standings = new LabelledGauge("caravan.sources", "Declared sources by how they stand", "state", registry);
        this.failures = new LabelledGauge(
                "caravan.source.failures", "Polls of the source that failed in a row", "source", registry);
        this.successes = new LabelledGauge(
                "caravan.source.last.success.timestamp.seconds",
                "When a poll of the source last succeeded; 0 when none has",
                "source",
                registry);
    }

    /** @throws org.springframework.dao.DataAccessException when PostgreSQL does not answer; the old numbers stay */
    public void measure() {
        Map<String, Double> standing = new HashMap<>(Map.of(FAILING, 0.0));
        for (Standing each : Standing.values()) {
            standing.put(each.word(), 0.0);
        }
        Map<String, Double> failed = new HashMap<>();
        Map<String, Double> succeeded = new HashMap<>();
        for (SourceState state : states.all()) {
            if (sources.find(state.name()).isEmpty()) {
                continue;
            }
            standing.merge(state.standing().word(), 1.0, Double::sum);
            standing.merge(FAILING, state.consecutiveFailures() > 0 ? 1.0 : 0.0, Double::sum);
            String label = labels.of(state.name());
            if (!label.equals(SourceLabels.OTHER)) {
                failed.put(label, (double) state.consecutiveFailures());
                succeeded.put(
                        label,
                        state.lastSucceeded().map(SourceStateMeters::seconds).orElse(0.0));
            }
        }
        standings.set(standing);
        failures.set(failed);
        successes.set(succeeded);
    }

    private static double seconds(Instant when) {
        return when.toEpochMilli() / MILLIS;
    }
}
