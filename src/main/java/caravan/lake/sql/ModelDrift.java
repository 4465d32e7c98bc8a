package caravan.lake.sql;

import caravan.lake.SqlFile;
import caravan.sentiment.LexiconModel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures by the lake how far each model's labels have moved in the last day from those of the week before:
 * {@code caravan.model.drift}, a population stability index. For one caller at a time.
 */
public final class ModelDrift {

    private static final SqlFile DRIFT = SqlFile.of("duckdb/models-drift.sql");

    private final Path lake;
    private final String memory;
    private final Path overflow;
    private final MultiGauge gauge;
    private final Clock clock;

    /**
     * @param lake its directory
     * @param memory what DuckDB may use, such as {@code 512MB}
     * @param overflow where it puts what is more
     */
    public ModelDrift(Path lake, String memory, Path overflow, MeterRegistry meters, Clock clock) {
        this.lake = lake;
        this.memory = memory;
        this.overflow = overflow;
        this.gauge = MultiGauge.builder("caravan.model.drift")
                .description("How far the labels of the last day have moved from those of the week before")
                .register(meters);
        this.clock = clock;
    }

    /**
     * Measures anew.
     *
     * @return the drift of each model by name, of those that have rows in both times
     * @throws caravan.UnprocessableException when nothing is published yet
     */
    public Map<String, Double> measure() {
        Map<String, Double> drifts = new TreeMap<>();
        try (LakeSession session = LakeSession.open(lake, memory, overflow)) {
            Map<String, ?> values = Map.of(
                    "since",
                    clock.instant().minus(Duration.ofDays(1)).atOffset(ZoneOffset.UTC),
                    "threshold",
                    LexiconModel.THRESHOLD);
            session.ask(DRIFT, values, rows -> {
                while (rows.next()) {
                    drifts.put(rows.getString("model"), rows.getDouble("drift"));
                }
            });
        }
        List<Row<?>> gauges = new ArrayList<>();
        drifts.forEach((model, drift) -> gauges.add(Row.of(Tags.of("model", model), drift)));
        gauge.register(gauges, true);
        return drifts;
    }
}
