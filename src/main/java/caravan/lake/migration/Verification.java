package caravan.lake.migration;

import caravan.lake.SentimentSchema;
import caravan.parquet.Row;
import caravan.parquet.RowFingerprints;
import caravan.parquet.RowFingerprints.Fingerprint;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads the days of the lake back and looks for every legacy row in them, by the hash of everything in it: it is there, or
 * a later row of its article, ticker and model is.
 */
final class Verification {

    /** As many missing rows of a day are named. */
    private static final int NAMED = 20;

    private final PlacedRows lake;
    private final Instant processed;
    private final StagedIndex staged;
    private final Predicate<StagedEntry> isExpected;

    /**
     * @param processed the processing time of the rows of the run
     * @param isExpected whether an entry must be found; not one that was refused or is not in the sample
     */
    Verification(PlacedRows lake, Instant processed, StagedIndex staged, Predicate<StagedEntry> isExpected) {
        this.lake = lake;
        this.processed = processed;
        this.staged = staged;
        this.isExpected = isExpected;
    }

    /**
     * What was found of a day. Immutable.
     *
     * @param rows of the day in the lake
     * @param ofRun how many of those have the processing time of the run
     * @param found of how many legacy rows there is one that is the same
     * @param replaced of how many there is a later one with their key
     * @param missing how many are not there; {@code named} has the first of them
     * @param repeated rows of the lake whose key another one has
     * @param elsewhere rows of the lake that are not of the day
     * @param files how many legacy rows of each file were found or replaced
     */
    record Day(
            LocalDate day,
            long rows,
            long ofRun,
            long found,
            long replaced,
            long missing,
            List<StagedEntry> named,
            long repeated,
            long elsewhere,
            Map<Integer, Long> files) {

        /** Of a day that was not looked at. */
        static Day none(LocalDate day) {
            return new Day(day, 0, 0, 0, 0, 0, List.of(), 0, 0, Map.of());
        }

        boolean isGood() {
            return missing == 0 && repeated == 0 && elsewhere == 0;
        }
    }

    /** @return what was found of each day that the legacy files have, in their order */
    List<Day> run(int threads, MigrationProgress progress) throws InterruptedException {
        ExecutorService readers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Day>> days = new ArrayList<>();
            for (LocalDate day : staged.days()) {
                days.add(readers.submit(() -> {
                    Day found = verify(day);
                    progress.advanced(
                            MigrationProgress.Phase.VERIFY, found.found() + found.replaced() + found.missing());
                    return found;
                }));
            }
            List<Day> found = new ArrayList<>();
            for (Future<Day> day : days) {
                found.add(Futures.get(day));
            }
            return found;
        } finally {
            Futures.stop(readers);
        }
    }

    private Day verify(LocalDate day) {
        RowFingerprints fingerprints = new RowFingerprints(SentimentSchema.rows());
        Map<RowKey, Fingerprint> inLake = new HashMap<>();
        Set<RowKey> later = new HashSet<>();
        long rows = 0;
        long ofRun = 0;
        long repeated = 0;
        long elsewhere = 0;
        try (Stream<Row> ofDay = lake.of(day)) {
            for (Row row : (Iterable<Row>) ofDay::iterator) {
                Fingerprint fingerprint = fingerprints.of(row);
                rows++;
                repeated += inLake.put(RowKey.of(fingerprint), fingerprint) == null ? 0 : 1;
                elsewhere += row.day().equals(day) ? 0 : 1;
                Instant time = (Instant) row.get(SentimentSchema.PROCESSED);
                if (processed.equals(time)) {
                    ofRun++;
                } else if (time != null && time.isAfter(processed)) {
                    later.add(RowKey.of(fingerprint));
                }
            }
        }
        long found = 0;
        long replaced = 0;
        long missing = 0;
        List<StagedEntry> named = new ArrayList<>();
        Map<Integer, Long> files = new TreeMap<>();
        for (StagedEntry entry :
                (Iterable<StagedEntry>) staged.entries(day).stream().flatMap(List::stream)::iterator) {
            if (!isExpected.test(entry)) {
                continue;
            }
            Fingerprint fingerprint = inLake.get(entry.key());
            if (fingerprint != null && entry.isSameContent(fingerprint)) {
                found++;
            } else if (later.contains(entry.key())) {
                replaced++;
            } else {
                missing++;
                if (named.size() < NAMED) {
                    named.add(entry);
                }
                continue;
            }
            files.merge(entry.file(), 1L, Long::sum);
        }
        return new Day(day, rows, ofRun, found, replaced, missing, named, repeated, elsewhere, files);
    }
}
