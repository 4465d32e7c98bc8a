package caravan.cli;

import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on standard error, where a person looks on; nothing elsewhere. Thread-safe. */
final class Progress implements AutoCloseable {

    private static final int COLUMNS = 100;
    private static final int MILLIS = 250;

    private final Optional<ProgressBar> bar;

    private Progress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /** @param total steps there are to be */
    static Progress of(String task, long total) {
        if (!OwnVm.isTerminal()) {
            return new Progress(Optional.empty());
        }
        return new Progress(Optional.of(new ProgressBarBuilder()
                .setTaskName("%-9s".formatted(task))
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, COLUMNS))
                .build()));
    }

    void step() {
        step(1);
    }

    void step(long count) {
        bar.ifPresent(shown -> shown.stepBy(count));
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
