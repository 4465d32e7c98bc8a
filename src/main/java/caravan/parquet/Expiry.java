package caravan.parquet;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes the files of a day that a newer generation replaced, when those who may still read them had their time. */
final class Expiry {

    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

    private final TableLayout layout;
    private final Manifests manifests;
    private final Duration grace;
    private final FileSteps steps;
    private final Holds holds;

    Expiry(TableLayout layout, Manifests manifests, Duration grace, FileSteps steps, Holds holds) {
        this.layout = layout;
        this.manifests = manifests;
        this.grace = grace;
        this.steps = steps;
        this.holds = holds;
    }

    void removeReplaced(LocalDate day, Instant now) throws IOException {
        Manifest manifest = manifests.of(day);
        if (manifest.generation().isPresent()) {
            Generation newest = manifest.generation().get();
            // Its publisher may have died before it did so itself; nothing may go before the name is on disk.
            steps.forceDirectory(layout.generations(day));
            removeGenerations(day, newest, now);
            for (Segment segment : manifest.contained()) {
                if (isOver(newest.contains().get(segment.name()), now)) {
                    holds.keep(day, segment);
                    steps.delete(segment.file());
                }
            }
        }
        if (!manifest.replaced().isEmpty()) {
            // Who merged them may have died before the name of what it made was on disk.
            try {
                steps.forceDirectory(layout.segments(day));
            } catch (NoSuchFileException e) {
                LOG.debug("Another process removed all segments of {} meanwhile", day, e);
                return;
            }
        }
        for (Map.Entry<Segment, Instant> replaced : manifest.replaced().entrySet()) {
            if (isOver(replaced.getValue(), now)) {
                holds.keep(day, replaced.getKey());
                steps.delete(replaced.getKey().file());
            }
        }
        removeIfEmpty(layout.segments(day));
    }

    /** Those of which the next greater number was published long enough ago. */
    private void removeGenerations(LocalDate day, Generation newest, Instant now) throws IOException {
        List<Path> generations = manifests.generations(day);
        Instant replaced = null;
        for (int i = generations.size() - 1; i >= 0; i--) {
            Path file = generations.get(i);
            boolean older = Generation.number(file).orElse(0) < newest.number();
            if (older && replaced != null && isOver(replaced, now)) {
                steps.delete(file);
                continue;
            }
            try {
                replaced = file.equals(newest.file())
                        ? newest.published()
                        : Generation.read(file).published();
            } catch (NoSuchFileException e) {
                // Another process removed it meanwhile, and with it those before; what is known of the next holds.
                LOG.debug("{} is gone already", file, e);
            }
        }
    }

    private boolean isOver(Instant replaced, Instant now) {
        return !replaced.plus(grace).isAfter(now);
    }

    private void removeIfEmpty(Path directory) throws IOException {
        if (directory.toFile().isDirectory() && TableLayout.list(directory).isEmpty()) {
            try {
                steps.delete(directory);
            } catch (DirectoryNotEmptyException appendedMeanwhile) {
                // It stays, then.
                return;
            }
        }
    }
}
