package caravan.parquet;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;

/** Gives finished files their names as segments. Thread-safe. */
final class Segments {

    private final TableLayout layout;
    private final FileSteps steps;
    private final WriterLease lease;

    Segments(TableLayout layout, FileSteps steps, WriterLease lease) {
        this.layout = layout;
        this.steps = steps;
        this.lease = lease;
    }

    /** @param temporary on disk already; returns when its new name is, too */
    Segment place(Path temporary, LocalDate day, Instant appended, long rows, int level) throws IOException {
        Path directory = layout.segments(day);
        Path file = directory.resolve(Segment.name(appended, lease.writer(), lease.nextNumber(), rows, level));
        while (true) {
            steps.createDirectories(directory);
            try {
                steps.replace(temporary, file);
                break;
            } catch (NoSuchFileException e) {
                // A publisher removed the directory, empty until now, in between.
                if (!temporary.toFile().exists()) {
                    throw e;
                }
            }
        }
        steps.forceDirectory(directory);
        // Who made the directory may have died before its name was on disk.
        steps.forceDirectory(directory.getParent());
        return Segment.of(file).orElseThrow();
    }
}
