package caravan.metrics;

import caravan.parquet.Generation;
import caravan.parquet.Manifest;
import caravan.parquet.Manifests;
import caravan.parquet.RowGroups;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * What the latest days of the lake consist of, by the ends of their files, which are small however large the day is: by how
 * many days ago a day was (UTC), so that no label is ever new. For one caller at a time.
 */
public final class LakeMeters {

    private static final String PREFIX = "caravan.lake.day.";

    private final Manifests manifests;
    private final int days;
    private final Clock clock;
    private final AtomicInteger all = new AtomicInteger();
    private final List<Measure> measures = new ArrayList<>();

    private record Measure(LabelledGauge gauge, Function<Manifest, Number> value) {}

    /**
     * @param lake its directory, which need not exist
     * @param days how many are measured, today among them
     */
    public LakeMeters(Path lake, int days, MeterRegistry registry, Clock clock) {
        this.manifests = new Manifests(lake);
        this.days = days;
        this.clock = clock;
        registry.gauge("caravan.lake.days", all, AtomicInteger::get);
        measure("rows", "Rows that are published", registry, day -> day.generation()
                .map(Generation::rows)
                .orElse(0L));
        measure("bytes", "Size of the published file", registry, day -> day.generation()
                .map(generation -> generation.file().toFile().length())
                .orElse(0L));
        measure(
                "files",
                "1 when the day has a published file",
                registry,
                day -> day.generation().isPresent() ? 1 : 0);
        measure("row.groups", "Row groups of the published file", registry, day -> day.generation()
                .map(generation -> RowGroups.of(generation.file()))
                .orElse(0));
        measure(
                "published.timestamp.seconds",
                "When it was published last; 0 when it never was",
                registry,
                day -> day.generation()
                        .map(generation -> generation.published().getEpochSecond())
                        .orElse(0L));
        measure("pending.rows", "Rows that wait to be published", registry, Manifest::pendingRows);
        measure("pending.files", "Files that they are in", registry, day -> day.pending()
                .size());
    }

    private void measure(String name, String description, MeterRegistry registry, Function<Manifest, Number> value) {
        measures.add(new Measure(new LabelledGauge(PREFIX + name, description, "days_ago", registry), value));
    }

    /**
     * Measures anew.
     *
     * @throws caravan.UnprocessableException that names the file, when one is damaged
     * @throws caravan.UnavailableException when the disk fails; the old numbers stay
     */
    public void measure() {
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        NavigableSet<LocalDate> there = manifests.days();
        List<Manifest> latest = new ArrayList<>();
        for (int ago = 0; ago < days; ago++) {
            latest.add(manifests.of(today.minusDays(ago)));
        }
        for (Measure measure : measures) {
            Map<String, Double> now = new HashMap<>();
            for (int ago = 0; ago < days; ago++) {
                now.put(
                        Integer.toString(ago),
                        measure.value().apply(latest.get(ago)).doubleValue());
            }
            measure.gauge().set(now);
        }
        all.set(there.size());
    }
}
