package caravan.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A disk on which the process dies before step number {@code stepsToLive + 1}: that one and all later ones fail. Nothing is
 * forced to disk, for a process that dies takes nothing with it that the operating system has. What stands for a process
 * here shares this one with others, so that the table it had open is to be {@link #bury buried}.
 */
public final class CrashingSteps implements FileSteps {

    public static final class Crash extends RuntimeException {
        private Crash() {
            super("The process died here");
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(CrashingSteps.class);

    private final FileSteps disk = new DiskSteps();
    private int stepsToLive;

    public CrashingSteps(int stepsToLive) {
        this.stepsToLive = stepsToLive;
    }

    /** A disk on which nothing dies; as fast as the others. */
    public static CrashingSteps immortal() {
        return new CrashingSteps(Integer.MAX_VALUE);
    }

    /** A table on this disk. */
    public PartitionedTable open(Path directory, RowSchema schema, TableOptions options) {
        return PartitionedTable.open(directory, schema, options, this);
    }

    /** Merges the segments of a table where there are many, for tests of other packages. */
    public static void merge(PartitionedTable table, Instant now) {
        table.mergeSegments(now);
    }

    /** A dead process closes nothing; its locks go with it. */
    public static void bury(PartitionedTable dead) {
        try {
            dead.close();
        } catch (Crash e) {
            LOG.trace("As is to be expected", e);
        }
    }

    public boolean isDead() {
        return stepsToLive < 0;
    }

    private void step() {
        stepsToLive--;
        if (isDead()) {
            throw new Crash();
        }
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        step();
        Files.createDirectories(directory);
    }

    @Override
    public void force(Path file) {
        step();
    }

    @Override
    public void forceDirectory(Path directory) {
        step();
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        step();
        disk.link(file, name);
    }

    @Override
    public void replace(Path file, Path name) throws IOException {
        step();
        disk.replace(file, name);
    }

    @Override
    public void delete(Path file) throws IOException {
        step();
        disk.delete(file);
    }
}
