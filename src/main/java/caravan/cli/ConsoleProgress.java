package caravan.cli;

import caravan.lake.migration.MigrationProgress;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicReference;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Draws a bar for each phase of a migration, where a person looks on. Thread-safe. */
final class ConsoleProgress implements MigrationProgress, AutoCloseable {

    private static final int COLUMNS = 100;
    private static final int MILLIS = 250;

    private final boolean isShown;
    private final long rows;
    private final AtomicReference<ProgressBar> bar = new AtomicReference<>();

    /** @param rows that there are to be read */
    ConsoleProgress(long rows) {
        this.isShown = OwnVm.isTerminal();
        this.rows = rows;
    }

    @Override
    public void begun(String run, Phase phase, long total) {
        if (isShown) {
            bar.set(new ProgressBarBuilder()
                    .setTaskName("%-9s".formatted(phase.word()))
                    .setInitialMax(phase == Phase.READ ? rows : total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(MILLIS)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err, COLUMNS))
                    .build());
        }
    }

    @Override
    public void advanced(Phase phase, long count) {
        ProgressBar shown = bar.get();
        if (shown != null) {
            shown.stepBy(count);
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
        ProgressBar shown = bar.getAndSet(null);
        if (shown != null) {
            shown.close();
        }
    }
}
