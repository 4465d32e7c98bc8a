package caravan.parquet;

import caravan.UnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps all but one thread of all processes out of a directory for a moment. The operating system ends the hold of a
 * process that dies; one that was stopped holds on, and others give up after a while.
 */
final class DayLock implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(5);

    /** A file lock belongs to a process, so threads need a lock of their own; with it a process has one channel open. */
    private static final ConcurrentHashMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final ReentrantLock threads;
    private final FileChannel channel;

    private DayLock(ReentrantLock threads, FileChannel channel) {
        this.threads = threads;
        this.channel = channel;
    }

    /** @throws UnavailableException when another holds it for longer than ten seconds */
    static DayLock take(Path directory) throws IOException {
        Path file = directory.toRealPath().resolve("lock");
        ReentrantLock threads = THREADS.computeIfAbsent(file, unused -> new ReentrantLock());
        threads.lock();
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            long start = System.nanoTime();
            FileLock lock = channel.tryLock();
            while (lock == null) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new UnavailableException(
                            "%s is held by another process for over %s s".formatted(file, PATIENCE.toSeconds()));
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE.toMillis()));
                lock = channel.tryLock();
            }
            return new DayLock(threads, channel);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            threads.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            threads.unlock();
        }
    }
}
