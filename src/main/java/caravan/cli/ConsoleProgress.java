package caravan.cli;

import caravan.lake.migration.MigrationProgress;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicReference;

/** Draws a bar for each phase of a migration, where a person looks on. Thread-safe. */
final class ConsoleProgress implements MigrationProgress, AutoCloseable {

    private final long rows;
    private final AtomicReference<Progress> bar = new AtomicReference<>();

    /** @param rows that there are to be read */
    ConsoleProgress(long rows) {
        this.rows = rows;
    }

    @Override
    public void begun(String run, Phase phase, long total) {
        bar.set(Progress.of(phase.word(), phase == Phase.READ ? rows : total));
    }

    @Override
    public void advanced(Phase phase, long count) {
        Progress shown = bar.get();
        if (shown != null) {
            shown.step(count);
        }
    }

    @Override
    public void placed(LocalDate day) {
        // The phase tells.
    }

    @Override
    public void ended(Phase phase) {
        close();
    }

    /** Whatever phase a failure ended in. */
    @Override
    public void close() {
        Progress shown = bar.getAndSet(null);
        if (shown != null) {
            shown.close();
        }
    }
}
