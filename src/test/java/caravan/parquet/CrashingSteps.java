package caravan.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk on which the process dies before step number {@code stepsToLive + 1}: that one and all later ones fail. Nothing is
 * forced to disk, for a process that dies takes nothing with it that the operating system has.
 */
final class CrashingSteps implements FileSteps {

    static final class Crash extends RuntimeException {
        Crash() {
            super("The process died here");
        }
    }

    private final FileSteps disk = new DiskSteps();
    private int stepsToLive;

    CrashingSteps(int stepsToLive) {
        this.stepsToLive = stepsToLive;
    }

    /** A disk on which nothing dies; as fast as the others. */
    static CrashingSteps immortal() {
        return new CrashingSteps(Integer.MAX_VALUE);
    }

    boolean isDead() {
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
