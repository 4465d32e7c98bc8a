package caravan.lake.migration;

import caravan.UnavailableException;
import caravan.lake.SentimentSchema;
import caravan.lake.migration.UnitOutcome.FileOutcome;
import caravan.lake.migration.UnitOutcome.Refusal;
import caravan.parquet.Row;
import caravan.parquet.RowFingerprints;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Reads some legacy files, maps their rows, and stages them in batches of one size: while one is written, the next is
 * read. Memory: three batches. Not thread-safe.
 */
final class Reading implements Callable<UnitOutcome> {

    /** Of rows in a batch. */
    private static final long BATCH_BYTES = 24L << 20;

    private static final int TOLD = 1_000;

    private final Unit unit;
    private final LegacyDatabase database;
    private final LegacyMapping mapping;
    private final Staging.Target target;
    private final ExecutorService writers;
    private final MigrationProgress progress;
    private final RowFingerprints fingerprints = new RowFingerprints(SentimentSchema.rows());
    private final List<FileOutcome> files = new ArrayList<>();
    private final List<Refusal> refused = new ArrayList<>();
    private final List<String> batches = new ArrayList<>();
    private List<StagedRow> batch = new ArrayList<>();
    private long batchBytes;
    private Optional<Future<?>> writing = Optional.empty();

    /** Some files that are read by one thread, with their numbers among the files of the run. */
    record Unit(int number, Map<Integer, LegacyFile> files) {}

    Reading(
            Unit unit,
            LegacyDatabase database,
            ZoneId zone,
            Instant processed,
            Staging.Target target,
            ExecutorService writers,
            MigrationProgress progress) {
        this.unit = unit;
        this.database = database;
        this.mapping = new LegacyMapping(zone, processed);
        this.target = target;
        this.writers = writers;
        this.progress = progress;
    }

    @Override
    public UnitOutcome call() throws InterruptedException {
        new TreeMap<>(unit.files()).forEach(this::read);
        if (!batch.isEmpty()) {
            write();
        }
        await();
        return new UnitOutcome(files, refused, batches);
    }

    private void read(int number, LegacyFile file) {
        Counting counting = new Counting(number);
        try (LegacyReader reader = LegacyReader.open(file, database)) {
            LegacySchema schema = reader.schema();
            counting.schema = schema.name();
            mapping.check(file, schema);
            while (reader.hasNext()) {
                LegacyRow row = reader.next();
                counting.rows++;
                if (counting.rows % TOLD == 0) {
                    progress.advanced(MigrationProgress.Phase.READ, TOLD);
                }
                Mapped mapped = mapping.map(file, schema, row);
                if (mapped instanceof Mapped.Kept kept) {
                    keep(kept, number, row.number(), counting);
                } else if (mapped instanceof Mapped.Refused no) {
                    refuse(new Refusal(number, row.number(), no.reason()), counting);
                }
            }
        } catch (LegacyFileException e) {
            counting.broken = Optional.of(e.reason());
        }
        progress.advanced(MigrationProgress.Phase.READ, counting.rows % TOLD);
        files.add(counting.outcome());
    }

    private void refuse(Refusal refusal, Counting counting) {
        refused.add(refusal);
        counting.refused++;
    }

    private void keep(Mapped.Kept kept, int file, long number, Counting counting) {
        Row row = kept.row();
        counting.count(kept);
        batch.add(new StagedRow(row, row.day(), fingerprints.of(row), file, number));
        batchBytes += row.bytes();
        if (batchBytes >= BATCH_BYTES) {
            write();
        }
    }

    private void write() {
        List<StagedRow> rows = batch;
        String name = "%05d-%05d".formatted(unit.number(), batches.size());
        batches.add(name);
        batch = new ArrayList<>();
        batchBytes = 0;
        try {
            await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("The migration was interrupted", e);
        }
        writing = Optional.of(
                writers.submit(() -> StagedDays.write(target.folder(), name, rows, target.table(), target.withRows())));
    }

    private void await() throws InterruptedException {
        if (writing.isPresent()) {
            Futures.get(writing.get());
        }
    }

    private static final class Counting {

        private final int file;
        private final Map<Repair, Long> repairs = new EnumMap<>(Repair.class);
        private final long[] filled = new long[SentimentSchema.rows().columns().size()];
        private String schema = "";
        private long rows;
        private long refused;
        private Optional<String> broken = Optional.empty();

        Counting(int file) {
            this.file = file;
        }

        void count(Mapped.Kept kept) {
            for (Repair repair : kept.repairs()) {
                repairs.merge(repair, 1L, Long::sum);
            }
            for (int column = 0; column < filled.length; column++) {
                filled[column] += kept.row().isFilled(column) ? 1 : 0;
            }
        }

        FileOutcome outcome() {
            Map<String, Long> byColumn = new TreeMap<>();
            for (int column = 0; column < filled.length; column++) {
                byColumn.put(SentimentSchema.rows().columns().get(column), filled[column]);
            }
            return new FileOutcome(file, schema, rows, refused, repairs, byColumn, broken);
        }
    }
}
