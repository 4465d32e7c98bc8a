package caravan.parquet;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * What tells the files a living writer is making from those a dead one left: each writer has a random name that its
 * temporary files start with, and holds a lock on a file of that name for as long as it lives. The operating system
 * releases the lock of a process however it ends. Thread-safe.
 */
final class WriterLease implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * The writers of this process. Their lock files must not be opened again here: POSIX drops a process's locks on a
     * file when it closes any of its channels to it.
     */
    private static final Set<String> OWN = ConcurrentHashMap.newKeySet();

    private final TableLayout layout;
    private final FileSteps steps;
    private final String writer;
    private final FileChannel channel;
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong numbers = new AtomicLong();

    private WriterLease(TableLayout layout, FileSteps steps, String writer, FileChannel channel) {
        this.layout = layout;
        this.steps = steps;
        this.writer = writer;
        this.channel = channel;
    }

    static WriterLease take(TableLayout layout, FileSteps steps) throws IOException {
        steps.createDirectories(layout.writers());
        steps.createDirectories(layout.temporary());
        while (true) {
            byte[] random = new byte[8];
            RANDOM.nextBytes(random);
            String writer = HexFormat.of().formatHex(random);
            Path file = lockFile(layout, writer);
            OWN.add(writer);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            // Someone who saw the file before it was locked may take it for a dead writer's: then start over.
            if (channel.tryLock() != null && Files.exists(file)) {
                return new WriterLease(layout, steps, writer, channel);
            }
            channel.close();
            OWN.remove(writer);
        }
    }

    String writer() {
        return writer;
    }

    /** Greater with every call. */
    long nextNumber() {
        return numbers.incrementAndGet();
    }

    /** A name in the directory for temporary files that nobody else uses; moving from there is atomic. */
    Path newTemporary() {
        return layout.temporary().resolve("%s-%d.tmp".formatted(writer, files.incrementAndGet()));
    }

    /** Removes what dead writers left behind, temporary files and locks, and returns the former. */
    List<Path> removeLeftovers() throws IOException {
        // The lock of a writer is there before its first file, so a file without a lock is nobody's.
        Map<String, List<Path>> filesByWriter =
                TableLayout.list(layout.temporary()).stream().collect(Collectors.groupingBy(WriterLease::owner));
        for (Path lock : TableLayout.list(layout.writers())) {
            filesByWriter.putIfAbsent(owner(lock), List.of());
        }
        List<Path> removed = new ArrayList<>();
        for (Map.Entry<String, List<Path>> entry : filesByWriter.entrySet()) {
            if (!OWN.contains(entry.getKey())) {
                removed.addAll(removeIfDead(entry.getKey(), entry.getValue()));
            }
        }
        return removed;
    }

    private List<Path> removeIfDead(String owner, List<Path> files) throws IOException {
        Path file = lockFile(layout, owner);
        try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = other.tryLock()) {
            if (lock == null) {
                return List.of();
            }
            deleteAll(files);
            // While the lock is held, so that a writer just being born sees that its file is gone.
            steps.delete(file);
        } catch (NoSuchFileException e) {
            deleteAll(files);
        }
        return files;
    }

    private void deleteAll(List<Path> files) throws IOException {
        for (Path file : files) {
            steps.delete(file);
        }
    }

    /** Whether no other writer lives now, in this process or another. */
    boolean isAlone() throws IOException {
        for (Path lock : TableLayout.list(layout.writers())) {
            String other = owner(lock);
            if (!other.equals(writer) && (OWN.contains(other) || isLocked(lock))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLocked(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            steps.delete(lockFile(layout, writer));
        } finally {
            OWN.remove(writer);
        }
    }

    private static String owner(Path file) {
        return file.getFileName().toString().split("[-.]", 2)[0];
    }

    private static Path lockFile(TableLayout layout, String writer) {
        return layout.writers().resolve(writer + ".lock");
    }
}
