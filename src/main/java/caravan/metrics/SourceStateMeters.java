package caravan.metrics;

import caravan.source.SourceState;
import caravan.source.SourceStates;
import caravan.source.Sources;
import caravan.source.Standing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How the polls of the declared sources go, as PostgreSQL had it when it was last measured. For one caller at a time. */
public final class SourceStateMeters {

    private static final double MILLIS = 1_000;

    private final Sources sources;
    private final SourceStates states;
    private final SourceLabels labels;
    private final MultiGauge standings;
    private final MultiGauge failures;
    private final MultiGauge successes;

    public SourceStateMeters(Sources sources, SourceStates states, SourceLabels labels, MeterRegistry registry) {
        this.sources = sources;
        this.states = states;
        this.labels = labels;
        this.standings = gauge("caravan.sources", "Declared sources by how they stand", registry);
        this.failures = gauge("caravan.source.failures", "Polls of the source that failed in a row", registry);
        this.successes = gauge(
                "caravan.source.last.success.timestamp.seconds", "When a poll of the source last succeeded", registry);
    }

    private static MultiGauge gauge(String name, String description, MeterRegistry registry) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /** @throws org.springframework.dao.DataAccessException when PostgreSQL does not answer; the old numbers stay */
    public void measure() {
        Map<Standing, Integer> standing = new EnumMap<>(Standing.class);
        for (Standing each : Standing.values()) {
            standing.put(each, 0);
        }
        int failing = 0;
        List<Row<?>> failed = new ArrayList<>();
        List<Row<?>> succeeded = new ArrayList<>();
        for (SourceState state : states.all()) {
            if (sources.find(state.name()).isEmpty()) {
                continue;
            }
            standing.merge(state.standing(), 1, Integer::sum);
            failing += state.consecutiveFailures() > 0 ? 1 : 0;
            String label = labels.of(state.name());
            if (!label.equals(SourceLabels.OTHER)) {
                Tags tags = Tags.of("source", label);
                failed.add(Row.of(tags, state.consecutiveFailures()));
                state.lastSucceeded().ifPresent(when -> succeeded.add(Row.of(tags, seconds(when))));
            }
        }
        List<Row<?>> counted = new ArrayList<>();
        standing.forEach((state, count) -> counted.add(Row.of(Tags.of("state", state.word()), count)));
        counted.add(Row.of(Tags.of("state", "failing"), failing));
        standings.register(counted, true);
        failures.register(failed, true);
        successes.register(succeeded, true);
    }

    private static double seconds(Instant when) {
        return when.toEpochMilli() / MILLIS;
    }
}
