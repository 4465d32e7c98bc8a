package caravan.lake.migration;

import caravan.UnprocessableException;
import caravan.lake.migration.MigrationProgress.Phase;
import caravan.lake.migration.MigrationRecord.State;
import caravan.parquet.BulkLoad;
import caravan.parquet.PartitionedTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * Brings the rows of legacy files into the lake while it is in use.
 *
 * <p>All files are read and mapped, their rows sorted by day and then shown to everyone who reads the lake through Caravan:
 * from that moment on the old and the new rows are seen together, each once. Then day after day is placed and published,
 * read back and compared. Whatever a process was doing when it died, the next one goes on with it, and comes to the same
 * rows. The legacy files are never written.
 *
 * <p>{@link #run} is all of its steps; whoever calls them one by one does so in the order in which they stand here.
 *
 * <p>Memory: a few batches of 24 MB, and about 200 bytes for each row of the largest days. Not thread-safe.
 */
public final class Migration implements AutoCloseable {

    private static final int DUCKDB_MEGABYTES = 128;

    private final PartitionedTable table;
    private final MigrationRequest request;
    private final MigrationProgress progress;
    private final int threads;
    private final Map<Phase, Duration> timings = new EnumMap<>(Phase.class);

    private Optional<BulkLoad.Lock> lock = Optional.empty();

    // What each step leaves to the next.
    private List<LegacyFile> files;
    private MigrationRecord run;
    private BulkLoad load;
    private List<UnitOutcome> units;
    private StagedIndex staged;
    private List<DayOutcome> days;
    private Refusals refusals;
    private List<Verification.Day> verified;

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
     * All steps, one after the other: begins, or goes on with what a dead process began.
     *
     * @throws UnprocessableException when there is nothing to migrate, another migration is under way, or the files are
     *     not those it began with
     * @throws caravan.UnavailableException when the disk fails
     */
    public MigrationReport run() throws InterruptedException {
        try {
            begin();
            read();
            sort();
            place();
            publish();
            verify();
            return end();
        } finally {
            close();
        }
    }

    /**
     * The first step: finds the files and what a dead process began, and keeps others from working on it until this is
     * closed. Throws what {@link #run} does.
     */
    public void begin() {
        files = LegacyFolder.files(request.from());
        run = record(files);
        load = table.load(run.id(), run.processed());
        lock = Optional.of(load.lock());
        run.write(load.record());
    }

    /** The second step: reads and maps all rows. */
    public void read() throws InterruptedException {
        units = timed(
                Phase.READ, 0, () -> new Staging(files, run, new Staging.Target(load.work(), table.options(), true))
                        .run(threads, progress));
        staged = new StagedIndex(
                load.work(),
                units.stream().flatMap(unit -> unit.batches().stream()).toList());
    }

    /** The third step: sorts them by day; from its end on all are seen by those who read the lake through Caravan. */
    public void sort() throws InterruptedException {
        days = timed(
                Phase.SORT, staged.days().size(), () -> new Sorting(table, load, run, staged).run(threads, progress));
        endSamples();
    }

    /** The fourth step: makes them rows of the lake. */
    public void place() throws InterruptedException {
        timed(Phase.PLACE, days.size(), () -> {
            for (DayOutcome day : days) {
                load.place(day.day(), Sorting.SAMPLE);
                progress.placed(day.day());
                progress.advanced(Phase.PLACE, 1);
            }
            return null;
        });
    }

    /** The fifth step: publishes their days. */
    public void publish() throws InterruptedException {
        InstantSource clock = table.options().clock();
        timed(Phase.PUBLISH, days.size(), () -> {
            // Days that it brought nothing to are none of its business.
            NavigableSet<LocalDate> held = load.heldDays();
            for (DayOutcome day : days) {
                if (held.contains(day.day())) {
                    table.publish(List.of(day.day()), clock.instant());
                }
                progress.advanced(Phase.PUBLISH, 1);
            }
            return null;
        });
    }

    /** The sixth step: reads everything back and compares. */
    public void verify() throws InterruptedException {
        refusals = new Refusals(files, units, days);
        Path rejects = run.reportFolder().resolve("rejects");
        if (!refusals.isEmpty() || Files.exists(rejects)) {
            try (LegacyDatabase database = new LegacyDatabase(DUCKDB_MEGABYTES)) {
                refusals.write(new Rejects(rejects, database));
            }
        }
        long expected = days.stream()
                .flatMap(day -> day.files().values().stream())
                .mapToLong(count -> count.brought() + count.duplicates() + count.present())
                .sum();
        verified = timed(Phase.VERIFY, expected, () -> new Verification(
                        new PlacedRows(table.manifests()),
                        run.processed(),
                        staged,
                        entry -> entry.isIn(run.sample()) && !refusals.contains(entry))
                .run(threads, progress));
    }

    /** The last step: removes what only the run needed where all is there. What is not in a sample is shown on. */
    public MigrationReport end() {
        MigrationReport report = MigrationReport.of(run, files, units, days, verified, refusals, timings);
        if (report.isVerified()) {
            if (run.sample() < 1) {
                load.endWork();
            } else {
                load.end();
            }
            run.with(State.COMPLETE).write(load.record());
        }
        close();
        return report;
    }

    /** Whether one of a lake was begun and has not ended: {@link #run} then goes on with it. */
    public static boolean isUnderWay(Path lake) {
        return BulkLoad.records(lake).stream().map(MigrationRecord::read).anyMatch(known -> known.filter(
                        begun -> begun.state() == State.UNDER_WAY)
                .isPresent());
    }

    /** To be called by the thread that began. */
    @Override
    public void close() {
        lock.ifPresent(BulkLoad.Lock::close);
        lock = Optional.empty();
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

    /** What samples before this run did not publish is shown by this one. */
    private void endSamples() {
        for (String id : table.loads()) {
            if (!id.equals(run.id())) {
                table.load(id, Instant.EPOCH).end();
            }
        }
    }

    private interface Work<T> {
        T run() throws InterruptedException;
    }

    private <T> T timed(Phase phase, long total, Work<T> work) throws InterruptedException {
        long start = System.nanoTime();
        progress.begun(run.id(), phase, total);
        T result = work.run();
        progress.ended(phase);
        timings.put(phase, Duration.ofNanos(System.nanoTime() - start));
        return result;
    }
}
