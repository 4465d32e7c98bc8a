package caravan.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A disk before one of whose links the process sleeps until it is woken, as one that was stopped does. */
final class SleepingSteps implements FileSteps {

    private final FileSteps disk = new DiskSteps();
    private final CountDownLatch asleep = new CountDownLatch(1);
    private final CountDownLatch woken = new CountDownLatch(1);
    private volatile boolean sleepNext;

    void sleepBeforeNextLink() {
        sleepNext = true;
    }

    void awaitSleep() throws InterruptedException {
        if (!asleep.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("There was no link to sleep before");
        }
    }

    void wake() {
        woken.countDown();
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        if (sleepNext) {
            sleepNext = false;
            asleep.countDown();
            try {
                if (!woken.await(20, TimeUnit.SECONDS)) {
                    throw new IOException("Nobody woke the process");
                }
            } catch (InterruptedException e) {
                throw new IOException("Interrupted in its sleep", e);
            }
        }
        disk.link(file, name);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public void force(Path file) throws IOException {
        disk.force(file);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        disk.forceDirectory(directory);
    }

    @Override
    public void replace(Path file, Path name) throws IOException {
        disk.replace(file, name);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }
}
