package caravan.lake.migration;

import caravan.lake.SentimentSchema;
import caravan.lake.migration.MigrationProgress.Phase;
import caravan.parquet.Manifests;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and maps all legacy files and compares them with the lake, as a migration would, and writes neither: what would be
 * refused lies in the rejects, in the folder of the report.
 */
public final class Rehearsal {

    private static final int DUCKDB_MEGABYTES = 128;
    private static final String SUFFIX = "-dry-run";

    private final Path lake;
    private final MigrationRequest request;
    private final MigrationProgress progress;
    private final int threads;

    /**
     * @param lake need not exist
     * @param threads how many files are read at a time
     */
    public Rehearsal(Path lake, MigrationRequest request, int threads, MigrationProgress progress) {
        this.lake = lake;
        this.request = request;
        this.threads = threads;
        this.progress = progress;
    }

    /**
     * What the migration would come to; nothing of it is verified.
     *
     * @throws caravan.UnprocessableException when there is nothing to migrate
     * @throws caravan.UnavailableException when the disk fails
     */
    public MigrationReport run() throws InterruptedException {
        List<LegacyFile> files = LegacyFolder.files(request.from());
        MigrationRecord run = MigrationRecord.begin(request, files).as(SUFFIX);
        Map<Phase, Duration> timings = new EnumMap<>(Phase.class);
        long start = System.nanoTime();
        progress.begun(run.id(), Phase.READ, 0);
        try (ScratchFolder scratch = ScratchFolder.make();
                LegacyDatabase database = new LegacyDatabase(DUCKDB_MEGABYTES)) {
            List<UnitOutcome> units = new Staging(
                            files, run, new Staging.Target(scratch.path(), SentimentSchema.options(), false))
                    .run(threads, progress);
            progress.ended(Phase.READ);
            timings.put(Phase.READ, Duration.ofNanos(System.nanoTime() - start));
            List<DayOutcome> days = decide(run, units, scratch.path(), timings);
            Refusals refusals = new Refusals(files, units, days);
            refusals.write(new Rejects(run.reportFolder().resolve("rejects"), database));
            return MigrationReport.of(run, files, units, days, List.of(), refusals, timings);
        }
    }

    private List<DayOutcome> decide(
            MigrationRecord run, List<UnitOutcome> units, Path scratch, Map<Phase, Duration> timings) {
        long start = System.nanoTime();
        StagedIndex staged = new StagedIndex(
                scratch, units.stream().flatMap(unit -> unit.batches().stream()).toList());
        PlacedRows placed = new PlacedRows(new Manifests(lake));
        List<DayOutcome> days = new ArrayList<>();
        progress.begun(run.id(), Phase.SORT, staged.days().size());
        for (LocalDate day : staged.days()) {
            days.add(new Sorting.Day(day, staged.entries(day), placed, run).decide());
            progress.advanced(Phase.SORT, 1);
        }
        progress.ended(Phase.SORT);
        timings.put(Phase.SORT, Duration.ofNanos(System.nanoTime() - start));
        return days;
    }
}
