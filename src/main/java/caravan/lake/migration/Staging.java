package caravan.lake.migration;

import caravan.lake.migration.Reading.Unit;
import caravan.parquet.TableOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private static final int DUCKDB_MEGABYTES = 192;

    private final List<LegacyFile> files;
    private final MigrationRecord run;
    private final Target target;

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
     * @throws caravan.UnavailableException when the disk fails
     */
    List<UnitOutcome> run(int threads, MigrationProgress progress) throws InterruptedException {
        List<Unit> units = units();
        UnitOutcome[] outcomes = new UnitOutcome[units.size()];
        ExecutorService readers = Executors.newFixedThreadPool(threads);
        ExecutorService writers = Executors.newFixedThreadPool(threads);
        try (LegacyDatabase database = new LegacyDatabase(DUCKDB_MEGABYTES)) {
            Map<Integer, Future<UnitOutcome>> readings = new TreeMap<>();
            for (Unit unit : units) {
                Path noted = noted(unit);
                if (Files.exists(noted)) {
                    outcomes[unit.number()] = MigrationJson.read(noted, UnitOutcome.class);
                    outcomes[unit.number()]
                            .files()
                            .forEach(file -> progress.advanced(MigrationProgress.Phase.READ, file.rows()));
                } else {
                    Reading reading =
                            new Reading(unit, database, run.zoneId(), run.processed(), target, writers, progress);
                    readings.put(unit.number(), readers.submit(() -> {
                        UnitOutcome outcome = reading.call();
                        MigrationJson.write(noted, outcome);
                        return outcome;
                    }));
                }
            }
            for (Map.Entry<Integer, Future<UnitOutcome>> reading : readings.entrySet()) {
                outcomes[reading.getKey()] = Futures.get(reading.getValue());
            }
        } finally {
            Futures.stop(readers);
            Futures.stop(writers);
        }
        return List.of(outcomes);
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
