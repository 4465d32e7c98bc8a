package caravan.parquet;

import caravan.UnavailableException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what loads need to be taken back: of each of their days the generation before it, and every segment since that is
 * not theirs. Hard links, so that what is still in the table costs nothing. Thread-safe.
 */
final class Holds {

    private final TableLayout layout;
    private final FileSteps steps;

    Holds(TableLayout layout, FileSteps steps) {
        this.layout = layout;
        this.steps = steps;
    }

    /** To be called before a segment is removed: the loads that hold its day keep it. */
    void keep(LocalDate day, Segment segment) throws IOException {
        if (segment.isMerged()) {
            // Its rows are in the segments it was made of, which were kept.
            return;
        }
        for (Path load : TableLayout.list(layout.loads())) {
            Path held = load.resolve(TableLayout.HELD).resolve(day.toString());
            if (Files.isDirectory(held) && !BulkLoad.isOf(load.getFileName().toString(), segment)) {
                try {
                    link(segment.file(), held.resolve(segment.name()));
                    steps.forceDirectory(held);
                } catch (NoSuchFileException e) {
                    // The load let go of the day, or whoever removed the segment has kept it.
                    if (Files.isDirectory(held) && Files.exists(segment.file())) {
                        throw e;
                    }
                }
            }
        }
    }

    /** The other loads that hold a day and were begun later. */
    List<String> later(LocalDate day, String than) throws IOException {
        List<String> later = new ArrayList<>();
        for (Path load : TableLayout.list(layout.loads())) {
            String name = load.getFileName().toString();
            if (name.compareTo(than) > 0
                    && Files.isDirectory(load.resolve(TableLayout.HELD).resolve(day.toString()))) {
                later.add(name);
            }
        }
        return later;
    }

    void link(Path file, Path name) throws IOException {
        try {
            steps.link(file, name);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isSameFile(file, name)) {
                throw new UnavailableException("%s is another file than %s".formatted(name, file), e);
            }
        }
    }
}
