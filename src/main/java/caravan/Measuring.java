package caravan;

import caravan.config.Settings;
import caravan.metrics.FolderMeters;
import caravan.metrics.LakeMeters;
import caravan.metrics.LegMeters;
import caravan.metrics.SchemaMeters;
import caravan.metrics.SourceLabels;
import caravan.metrics.SourceStateMeters;
import caravan.source.SourceStates;
import caravan.source.Sources;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts together what measures the journey as a whole. */
final class Measuring {

    /** One leg for each topic tells the sizes of its messages. */
    private static final Set<String> SIZING =
            Set.of("analyse-hipri", "analyse-stdpri", "lake-hipri", "lake-stdpri", "dead-letters-index");

    private Measuring() {}

    /**
     * What the routes call, by the names they use.
     *
     * @param legs by their routes' names
     */
    static Map<String, Object> beans(
            Settings settings,
            MeterRegistry meters,
            Sources sources,
            SourceStates states,
            List<String> legs,
            Clock clock) {
        Path lake = settings.path("caravan.lake");
        SourceLabels labels = new SourceLabels(
                name -> sources.find(name).isPresent(), settings.integer("metrics.sources", 0, 10_000));
        FolderMeters.watch(Map.of("data", settings.path("caravan.data"), "lake", lake), meters);
        SchemaMeters.watch(meters);
        return Map.of(
                "legMeters", new LegMeters(meters, labels, legs, SIZING, clock),
                "sourceStateMeters", new SourceStateMeters(sources, states, labels, meters),
                "lakeMeters", new LakeMeters(lake, settings.integer("metrics.lake.days", 1, 366), meters, clock));
    }
}
