package caravan.lake.migration;

import caravan.UnprocessableException;
import caravan.lake.migration.MigrationProgress.Phase;
import caravan.lake.migration.MigrationRecord.State;
import caravan.parquet.BulkLoad;
import caravan.parquet.PartitionedTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes a migration back, or lets it stand for good. */
public final class Rollback {

    private final PartitionedTable table;

    /** @param table the lake */
    public Rollback(PartitionedTable table) {
        this.table = table;
    }

    /**
     * A migration that can be taken back.
     *
     * @param state in words
     * @param days how many it brought rows of
     * @param processed when it took place
     * @param folder of its report
     */
    public record Run(
            String id, String state, String from, double sample, int days, Instant processed, String folder) {}

    /** The migrations that can be taken back, earliest first. */
    public List<Run> runs() {
        return table.loads().stream()
                .flatMap(id -> {
                    BulkLoad load = table.load(id, Instant.EPOCH);
                    return MigrationRecord.read(load.record()).stream()
                            .map(run -> new Run(
                                    id,
                                    run.state().word(),
                                    run.from(),
                                    run.sample(),
                                    load.heldDays().size(),
                                    run.processed(),
                                    run.reports()));
                })
                .toList();
    }

    /**
     * Makes the lake what it would be without a run, row for row; goes on with what a dead process began.
     *
     * @return how many days it had brought rows of
     * @throws UnprocessableException when there is no such run, or another one has built on it
     * @throws caravan.UnavailableException when the disk fails
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public int takeBack(String id, MigrationProgress progress) {
        MigrationRecord run = find(id);
        BulkLoad load = table.load(id, run.processed());
        try (BulkLoad.Lock lock = load.lock()) {
            int days = load.heldDays().size();
            progress.begun(id, Phase.TAKE_BACK, days);
            table.checkUndo(load);
            run.with(State.TAKEN_BACK).write(load.record());
            table.undo(load, table.options().clock().instant(), day -> progress.advanced(Phase.TAKE_BACK, 1));
            progress.ended(Phase.TAKE_BACK);
            return days;
        }
    }

    /**
     * Removes what is kept to take a run back.
     *
     * @throws UnprocessableException when there is no such run, or it is not complete
     * @throws caravan.UnavailableException when the disk fails
     */
    public void forget(String id) {
        MigrationRecord run = find(id);
        if (run.state() != State.COMPLETE) {
            throw new UnprocessableException(
                    "Migration %s is %s, not complete".formatted(id, run.state().word()));
        }
        BulkLoad load = table.load(id, run.processed());
        load.end();
        load.forget();
    }

    private MigrationRecord find(String id) {
        Optional<MigrationRecord> run = table.loads().contains(id)
                ? MigrationRecord.read(table.load(id, Instant.EPOCH).record())
                : Optional.empty();
        return run.orElseThrow(() -> new UnprocessableException(
                "%s has no migration %s that can be taken back; there %s".formatted(table.directory(), id, known())));
    }

    private String known() {
        return table.loads().isEmpty() ? "is none" : "are " + String.join(", ", table.loads());
    }
}
