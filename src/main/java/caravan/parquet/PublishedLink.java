package caravan.parquet;

import caravan.UnprocessableException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The file of a day that outsiders read, and how it comes to be the newest generation and never an older one again.
 *
 * <p>Which generation is the newest is looked up, and the name moved to it, under a lock that all processes share: a
 * publisher that slept between the two holds the lock, so nobody overtakes it, and one that slept before them looks up a
 * newer generation than its own. Where a file system's locks fail, looking again after the rename puts right what went
 * wrong.
 */
final class PublishedLink {

    /** More than publishers can outrun each other by; a file system on which a rename does not show needs an end. */
    private static final int ATTEMPTS = 100;

    /** Year, month and day. */
    private static final int DIRECTORIES = 3;

    private final TableLayout layout;
    private final Manifests manifests;
    private final FileSteps steps;
    private final WriterLease lease;

    PublishedLink(TableLayout layout, Manifests manifests, FileSteps steps, WriterLease lease) {
        this.layout = layout;
        this.manifests = manifests;
        this.steps = steps;
        this.lease = lease;
    }

    /**
     * Makes the published file of {@code day} its newest generation, if it is not yet, durably.
     *
     * @return whether it was moved
     * @throws IOException when it is another file still, however often it was moved
     * @throws UnprocessableException when there is a file by that name which no table published; it is left as it is
     */
    @SuppressWarnings("try") // The lock is held, not used.
    boolean advance(LocalDate day) throws IOException {
        if (isNewest(day)) {
            return false;
        }
        try (DayLock lock = DayLock.take(layout.generations(day))) {
            NoSuchFileException overtaken = null;
            for (int attempt = 1; !isNewest(day); attempt++) {
                if (attempt > ATTEMPTS) {
                    throw new IOException(
                            "%s is not the newest generation of its day after %d renames to it"
                                    .formatted(layout.published(day), ATTEMPTS),
                            overtaken);
                }
                try {
                    point(day, manifests.newestGeneration(day).orElseThrow());
                } catch (NoSuchFileException e) {
                    // Others have published since, and removed what was the newest: there is a newer one to look for.
                    overtaken = e;
                }
            }
        }
        return true;
    }

    private boolean isNewest(LocalDate day) throws IOException {
        Optional<Path> newest = manifests.newestGeneration(day);
        Path published = layout.published(day);
        if (newest.isEmpty()) {
            return true;
        }
        try {
            // A day of which nothing is left has a generation that says so, and no published file.
            return Files.exists(published)
                    ? isSame(published, newest.get())
                    : Generation.read(newest.get()).rows() == 0;
        } catch (NoSuchFileException overtaken) {
            // It was the newest when it was looked for, and others have removed it since.
            return false;
        }
    }

    /** Where the names of one file differ in their inode, as on some network file systems, their content tells. */
    private static boolean isSame(Path published, Path newest) throws IOException {
        return Files.isSameFile(published, newest) || Files.mismatch(published, newest) < 0;
    }

    /** And the directories of its day, month and year where they are empty then. */
    private void remove(Path published) throws IOException {
        steps.delete(published);
        Path directory = published.getParent();
        try {
            for (int i = 0; i < DIRECTORIES && TableLayout.list(directory).isEmpty(); i++) {
                steps.delete(directory);
                directory = directory.getParent();
                steps.forceDirectory(directory);
            }
        } catch (DirectoryNotEmptyException filledMeanwhile) {
            // It stays, then.
            return;
        }
    }

    private void point(LocalDate day, Path generation) throws IOException {
        Path published = layout.published(day);
        if (Files.exists(published)) {
            // Throws for a stranger's file, which may be the only copy of somebody's data.
            Generation.read(published);
        }
        if (Generation.read(generation).rows() == 0) {
            remove(published);
            return;
        }
        steps.createDirectories(published.getParent());
        Path temporary = lease.newTemporary();
        try {
            steps.link(generation, temporary);
            steps.replace(temporary, published);
            steps.forceDirectory(published.getParent());
        } finally {
            // It is still there when the rename failed, or found both names to be the same file already.
            steps.delete(temporary);
        }
    }
}
