package caravan.lake.migration;

import caravan.lake.SentimentSchema;
import caravan.lake.migration.UnitOutcome.Refusal;
import caravan.parquet.BulkLoad;
import caravan.parquet.PartitionedTable;
import caravan.parquet.Row;
import caravan.parquet.RowFingerprints;
import caravan.parquet.RowFingerprints.Fingerprint;
import caravan.parquet.SpilledDays;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Takes the staged rows of each day together, once for each article, ticker and model, and shows them in the lake. What a
 * day came to is noted when it is shown; a new start does only what is not noted.
 *
 * <p>Of rows that differ the longest counts, of equally long ones the first; one that is in the lake counts before all.
 * Memory: about 200 bytes for each staged row of a day, for each thread.
 */
final class Sorting {

    /** Of what is shown: what is to be published, and what is not. */
    static final int SAMPLE = 1;

    private static final int REST = 2;

    private final PartitionedTable table;
    private final BulkLoad load;
    private final MigrationRecord run;
    private final StagedIndex staged;

    Sorting(PartitionedTable table, BulkLoad load, MigrationRecord run, StagedIndex staged) {
        this.table = table;
        this.load = load;
        this.run = run;
        this.staged = staged;
    }

    /** @return what came of each day, in their order */
    List<DayOutcome> run(int threads, MigrationProgress progress) throws InterruptedException {
        Path notes = load.work().resolve("days");
        Map<LocalDate, DayOutcome> outcomes = new TreeMap<>();
        Queue<LocalDate> missing = new ConcurrentLinkedQueue<>();
        for (LocalDate day : staged.days()) {
            Path noted = notes.resolve(day + ".json");
            if (Files.exists(noted)) {
                outcomes.put(day, MigrationJson.read(noted, DayOutcome.class));
                progress.advanced(MigrationProgress.Phase.SORT, 1);
            } else {
                missing.add(day);
            }
        }
        ExecutorService sorters = Executors.newFixedThreadPool(threads);
        try {
            List<Future<List<DayOutcome>>> parts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Path scratch = load.work().resolve("sorting-" + i);
                parts.add(sorters.submit(() -> sort(missing, notes, scratch, progress)));
            }
            for (Future<List<DayOutcome>> part : parts) {
                Futures.get(part).forEach(outcome -> outcomes.put(outcome.day(), outcome));
            }
        } finally {
            Futures.stop(sorters);
        }
        return List.copyOf(outcomes.values());
    }

    private List<DayOutcome> sort(Queue<LocalDate> days, Path notes, Path scratch, MigrationProgress progress) {
        List<DayOutcome> outcomes = new ArrayList<>();
        if (days.isEmpty()) {
            return outcomes;
        }
        try (SpilledDays spilled = SpilledDays.open(SentimentSchema.rows(), table.options(), staged.rows())) {
            for (LocalDate day = days.poll(); day != null; day = days.poll()) {
                DayOutcome outcome = new Day(day, staged.entries(day), new PlacedRows(table.manifests()), run)
                        .show(spilled, load, scratch);
                MigrationJson.write(notes.resolve(day + ".json"), outcome);
                outcomes.add(outcome);
                progress.advanced(MigrationProgress.Phase.SORT, 1);
            }
        }
        return outcomes;
    }

    /** Decides what comes of the staged rows of one day. */
    static final class Day {

        private final LocalDate day;
        private final MigrationRecord run;
        private final List<List<StagedEntry>> parts;
        private final Map<RowKey, StagedEntry> winners = new HashMap<>();
        private final Map<RowKey, Fingerprint> present = new HashMap<>();
        private final Map<Integer, DayOutcome.Counts> counts = new TreeMap<>();
        private final List<Refusal> conflicts = new ArrayList<>();

        /** @param parts the entries of the day, those of each batch by themselves */
        Day(LocalDate day, List<List<StagedEntry>> parts, PlacedRows lake, MigrationRecord run) {
            this.day = day;
            this.run = run;
            this.parts = parts;
            parts.stream()
                    .flatMap(List::stream)
                    .forEach(entry ->
                            winners.merge(entry.key(), entry, (one, other) -> other.size() > one.size() ? other : one));
            if (lake.has(day)) {
                RowFingerprints fingerprints = new RowFingerprints(SentimentSchema.rows());
                try (Stream<Row> rows = lake.of(day)) {
                    rows.map(fingerprints::of)
                            .filter(row -> winners.containsKey(RowKey.of(row)))
                            .forEach(row -> present.put(RowKey.of(row), row));
                }
            }
        }

        /** What would come of them; shows nothing. */
        DayOutcome decide() {
            parts.stream()
                    .flatMap(List::stream)
                    .forEach(entry -> counts.merge(entry.file(), count(entry), DayOutcome.Counts::plus));
            DayOutcome.Counts all = counts.values().stream().reduce(DayOutcome.Counts.NONE, DayOutcome.Counts::plus);
            return new DayOutcome(day, counts, conflicts, all.brought() + all.rest(), all.rest());
        }

        DayOutcome show(SpilledDays spilled, BulkLoad load, Path scratch) {
            List<BitSet> notOfSample = new ArrayList<>();
            List<BitSet> notOfRest = new ArrayList<>();
            long brought = 0;
            long rest = 0;
            for (List<StagedEntry> part : parts) {
                BitSet ofSample = new BitSet(part.size());
                BitSet ofRest = new BitSet(part.size());
                for (int i = 0; i < part.size(); i++) {
                    DayOutcome.Counts count = count(part.get(i));
                    counts.merge(part.get(i).file(), count, DayOutcome.Counts::plus);
                    ofSample.set(i, count.brought() > 0);
                    ofRest.set(i, count.rest() > 0);
                }
                brought += ofSample.cardinality();
                rest += ofRest.cardinality();
                ofSample.flip(0, part.size());
                ofRest.flip(0, part.size());
                notOfSample.add(ofSample);
                notOfRest.add(ofRest);
            }
            if (rest > 0) {
                load.show(day, REST, spilled, notOfRest, rest, scratch);
            }
            if (brought > 0) {
                load.show(day, SAMPLE, spilled, notOfSample, brought, scratch);
            }
            return new DayOutcome(day, counts, conflicts, brought + rest, rest);
        }

        private DayOutcome.Counts count(StagedEntry entry) {
            Fingerprint inLake = present.get(entry.key());
            if (inLake != null) {
                return entry.isSameContent(inLake)
                        ? new DayOutcome.Counts(0, 0, 0, 1, 0)
                        : conflict(entry, "the lake has another row of its article, ticker and model");
            }
            StagedEntry winner = winners.get(entry.key());
            if (winner.equals(entry)) {
                return entry.isIn(run.sample())
                        ? new DayOutcome.Counts(1, 0, 0, 0, 0)
                        : new DayOutcome.Counts(0, 1, 0, 0, 0);
            }
            if (entry.isSameContent(winner.fingerprint())) {
                return new DayOutcome.Counts(0, 0, 1, 0, 0);
            }
            return conflict(
                    entry,
                    "row %d of %s has its article, ticker and model, and says something else"
                            .formatted(
                                    winner.number(),
                                    run.files().get(winner.file()).name()));
        }

        private DayOutcome.Counts conflict(StagedEntry entry, String reason) {
            conflicts.add(new Refusal(entry.file(), entry.number(), reason));
            return new DayOutcome.Counts(0, 0, 0, 0, 1);
        }
    }
}
