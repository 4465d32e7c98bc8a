package caravan.lake.migration;

import caravan.UnavailableException;
import caravan.lake.migration.Reading.Unit;
import caravan.parquet.TableOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads all legacy files of a run, several at a time, and stages their rows in a folder. What a unit of files came to is
 * noted when all of it is written; a new start reads only what is not noted.
 */
final class Staging {

    /** Of files that are read together, so that many small ones do not make many small batches. */
    private static final long UNIT_BYTES = 8L << 20;

    private static final int DUCKDB_MEGABYTES = 256;
    private static final int DUCKDB_MEGABYTES_ALONE = 768;

    private final List<LegacyFile> files;
    private final MigrationRecord run;
    private final Target target;
    private Optional<UnavailableException> failure = Optional.empty();

    /**
     * Where rows are staged.
     *
     * @param withRows whether the rows are wanted, or only what is remembered of them
     */
    record Target(Path folder, TableOptions table, boolean withRows) {}

    Staging(List<LegacyFile> files, MigrationRecord run, Target target) {
        this.files = List.copyOf(files);
        this.run = run;
        this.target = target;
    }

    /**
     * @param threads how many files are read at a time
     * @throws UnavailableException when the disk fails, or a file takes more memory than there is
     */
    List<UnitOutcome> run(int threads, MigrationProgress progress) throws InterruptedException {
        Map<Integer, UnitOutcome> outcomes = new TreeMap<>();
        List<Unit> missing = new ArrayList<>();
        for (Unit unit : units()) {
            if (Files.exists(noted(unit))) {
                UnitOutcome outcome = MigrationJson.read(noted(unit), UnitOutcome.class);
                outcomes.put(unit.number(), outcome);
                outcome.files().forEach(file -> progress.advanced(MigrationProgress.Phase.READ, file.rows()));
            } else {
                missing.add(unit);
            }
        }
        List<Unit> again = read(missing, threads, DUCKDB_MEGABYTES, progress, outcomes);
        if (!again.isEmpty()) {
            // A file of enormous pages takes much memory; alone it may have it.
            List<Unit> failed = read(again, 1, DUCKDB_MEGABYTES_ALONE, progress, outcomes);
            if (!failed.isEmpty()) {
                throw failure.orElseThrow();
            }
        }
        return List.copyOf(outcomes.values());
    }

    /** @return those that could not be read now */
    private List<Unit> read(
            List<Unit> units,
            int threads,
            int megabytes,
            MigrationProgress progress,
            Map<Integer, UnitOutcome> outcomes)
            throws InterruptedException {
        List<Unit> failed = new ArrayList<>();
        ExecutorService readers = Executors.newFixedThreadPool(threads);
        ExecutorService writers = Executors.newFixedThreadPool(threads);
        try (LegacyDatabase database = new LegacyDatabase(megabytes)) {
            Map<Unit, Future<UnitOutcome>> readings = new LinkedHashMap<>();
            for (Unit unit : units) {
                Reading reading = new Reading(unit, database, run.zoneId(), run.processed(), target, writers, progress);
                readings.put(unit, readers.submit(() -> {
                    UnitOutcome outcome = reading.call();
                    MigrationJson.write(noted(unit), outcome);
                    return outcome;
                }));
            }
            for (Map.Entry<Unit, Future<UnitOutcome>> reading : readings.entrySet()) {
                try {
                    outcomes.put(reading.getKey().number(), Futures.get(reading.getValue()));
                } catch (UnavailableException e) {
                    failure = Optional.of(e);
                    failed.add(reading.getKey());
                }
            }
        } finally {
            Futures.stop(readers);
            Futures.stop(writers);
        }
        return failed;
    }

    private Path noted(Unit unit) {
        return target.folder().resolve("%05d.json".formatted(unit.number()));
    }

    private List<Unit> units() {
        List<Unit> units = new ArrayList<>();
        Map<Integer, LegacyFile> together = new TreeMap<>();
        long bytes = 0;
        for (int i = 0; i < files.size(); i++) {
            if (!together.isEmpty() && bytes + files.get(i).bytes() > UNIT_BYTES) {
                units.add(new Unit(units.size(), Map.copyOf(together)));
                together.clear();
                bytes = 0;
            }
            together.put(i, files.get(i));
            bytes += files.get(i).bytes();
        }
        if (!together.isEmpty()) {
            units.add(new Unit(units.size(), Map.copyOf(together)));
        }
        return units;
    }
}
