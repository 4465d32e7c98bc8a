package caravan.lake.migration;

import caravan.UnprocessableException;
import caravan.lake.migration.MigrationProgress.Phase;
import caravan.lake.migration.MigrationRecord.State;
import caravan.parquet.BulkLoad;
import caravan.parquet.PartitionedTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the rows of legacy files into the lake while it is in use.
 *
 * <p>All files are read and mapped, their rows sorted by day and then shown to everyone who reads the lake through Caravan:
 * from that moment on the old and the new rows are seen together, each once. Then day after day is placed and published,
 * read back and compared. Whatever a process was doing when it died, the next one goes on with it, and comes to the same
 * rows. The legacy files are never written.
 *
 * <p>Memory: a few batches of 24 MB, and about 200 bytes for each row of the largest days. Not thread-safe.
 */
public final class Migration {

    private static final int DUCKDB_MEGABYTES = 128;

    private final PartitionedTable table;
    private final MigrationRequest request;
    private final MigrationProgress progress;
    private final int threads;
    private final Map<Phase, Duration> timings = new EnumMap<>(Phase.class);

    /**
     * @param table the lake
     * @param threads how many files are read, and days written, at a time
     */
    public Migration(PartitionedTable table, MigrationRequest request, int threads, MigrationProgress progress) {
        this.table = table;
        this.request = request;
        this.threads = threads;
        this.progress = progress;
    }

    /**
     * Begins, or goes on with what a dead process began.
     *
     * @throws UnprocessableException when there is nothing to migrate, another migration is under way, or the files are
     *     not those it began with
     * @throws caravan.UnavailableException when the disk fails
     */
    public MigrationReport run() throws InterruptedException {
        List<LegacyFile> files = LegacyFolder.files(request.from());
        MigrationRecord run = record(files);
        BulkLoad load = table.load(run.id(), run.processed());
        run.write(load.record());
        MigrationReport report = run(load, run, files);
        if (report.isVerified()) {
            load.end();
            run.with(State.COMPLETE).write(load.record());
        }
        return report;
    }

    /** Whether one was begun and has not ended: {@link #run} then goes on with it. */
    public boolean isUnderWay() {
        return table.loads().stream()
                .map(id -> MigrationRecord.read(table.load(id, Instant.EPOCH).record()))
                .anyMatch(run ->
                        run.filter(begun -> begun.state() == State.UNDER_WAY).isPresent());
    }

    private MigrationRecord record(List<LegacyFile> files) {
        MigrationRecord fresh = MigrationRecord.begin(request, files);
        for (String id : table.loads()) {
            Optional<MigrationRecord> known =
                    MigrationRecord.read(table.load(id, Instant.EPOCH).record());
            if (known.isEmpty() || known.get().state() == State.COMPLETE) {
                checkIsOther(fresh, known);
                continue;
            }
            MigrationRecord run = known.get();
            if (run.state() == State.TAKEN_BACK) {
                throw new UnprocessableException(
                        "Migration %s is being taken back: finish that with 'rollback %s'".formatted(id, id));
            }
            if (!run.from().equals(fresh.from())
                    || !run.zone().equals(fresh.zone())
                    || run.sample() != fresh.sample()) {
                throw new UnprocessableException(("Migration %s of %s (zone %s, %s per cent) is under way: go on with"
                                + " it by the same options, or take it back with 'rollback %s'")
                        .formatted(id, run.from(), run.zone(), run.sample() * 100, id));
            }
            run.check(files);
            return run;
        }
        return fresh;
    }

    private static void checkIsOther(MigrationRecord fresh, Optional<MigrationRecord> known) {
        if (known.filter(run -> run.id().equals(fresh.id())).isPresent()) {
            throw new UnprocessableException(
                    "There is a migration as of %s already: give this one another time".formatted(fresh.processed()));
        }
    }

    private MigrationReport run(BulkLoad load, MigrationRecord run, List<LegacyFile> files)
            throws InterruptedException {
        Path work = load.work();
        List<UnitOutcome> units =
                timed(run, Phase.READ, 0, () -> new Staging(files, run, new Staging.Target(work, table.options(), true))
                        .run(threads, progress));
        List<String> batches =
                units.stream().flatMap(unit -> unit.batches().stream()).toList();
        StagedIndex staged = new StagedIndex(work, batches);
        List<DayOutcome> days = timed(run, Phase.SORT, staged.days().size(), () -> new Sorting(table, load, run, staged)
                .run(threads, progress));
        endSamples(run);
        timed(run, Phase.PLACE, days.size(), () -> place(load, days));
        timed(run, Phase.PUBLISH, days.size(), () -> publish(days));
        Refusals refusals = new Refusals(files, units, days);
        try (LegacyDatabase database = new LegacyDatabase(DUCKDB_MEGABYTES)) {
            refusals.write(new Rejects(run.reportFolder().resolve("rejects"), database));
        }
        long expected = days.stream()
                .flatMap(day -> day.files().values().stream())
                .mapToLong(count -> count.brought() + count.duplicates() + count.present())
                .sum();
        List<Verification.Day> verified = timed(run, Phase.VERIFY, expected, () -> new Verification(
                        new PlacedRows(table.manifests()),
                        run.processed(),
                        staged,
                        entry -> entry.isIn(run.sample()) && !refusals.contains(entry))
                .run(threads, progress));
        return MigrationReport.of(run, files, units, days, verified, refusals, timings);
    }

    /** What samples before this run did not publish is shown by this one. */
    private void endSamples(MigrationRecord run) {
        for (String id : table.loads()) {
            if (!id.equals(run.id())) {
                table.load(id, Instant.EPOCH).end();
            }
        }
    }

    private Void place(BulkLoad load, List<DayOutcome> days) {
        for (DayOutcome day : days) {
            load.place(day.day(), Sorting.SAMPLE);
            progress.placed(day.day());
            progress.advanced(Phase.PLACE, 1);
        }
        return null;
    }

    /**
     * By the clock, not as of the run: what is replaced must stay for those who read it. A day that the run alone brought is
     * dated by the run all the same.
     */
    private Void publish(List<DayOutcome> days) {
        InstantSource clock = table.options().clock();
        for (DayOutcome day : days) {
            table.publish(List.of(day.day()), clock.instant());
            progress.advanced(Phase.PUBLISH, 1);
        }
        return null;
    }

    private interface Work<T> {
        T run() throws InterruptedException;
    }

    private <T> T timed(MigrationRecord run, Phase phase, long total, Work<T> work) throws InterruptedException {
        long start = System.nanoTime();
        progress.begun(run.id(), phase, total);
        T result = work.run();
        progress.ended(phase);
        timings.put(phase, Duration.ofNanos(System.nanoTime() - start));
        return result;
    }
}
