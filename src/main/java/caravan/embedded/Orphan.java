package caravan.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service process that outlived the Caravan it belonged to, because that one was killed. It still holds the data
 * folder, so it is stopped before the service is started anew.
 */
final class Orphan {

    private static final Logger LOG = LoggerFactory.getLogger(Orphan.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Orphan() {}

    /**
     * Stops the process that {@code pidFile} names, if it is alive and works on this folder. Another that got the same
     * number is left alone, be it the same program in another Caravan's service, and so is the original of a folder that
     * was copied while it ran.
     *
     * @param pidFile whose first line is a process id; may be absent
     * @param program part of the program's path
     * @param folder that the program works in, as its current one
     */
    static void stop(Path pidFile, String program, Path folder) throws IOException {
        stop(pidFile, program, folder, Path.of("/proc"));
    }

    /** @param processes where the system shows each process as a folder; need not be there */
    static void stop(Path pidFile, String program, Path folder, Path processes) throws IOException {
        if (!Files.exists(pidFile)) {
            return;
        }
        Instant written = Files.getLastModifiedTime(pidFile).toInstant();
        Optional<ProcessHandle> orphan = pid(pidFile)
                .flatMap(ProcessHandle::of)
                .filter(process -> process.info().command().orElse("").contains(program))
                .filter(process -> Files.isDirectory(processes)
                        ? worksIn(folder, processes.resolve(Long.toString(process.pid())))
                        : isOlder(process, written));
        if (orphan.isPresent()) {
            LOG.info(
                    "Stopping {} (process {}), left over from a Caravan that was killed",
                    program,
                    orphan.get().pid());
            stop(orphan.get());
        }
        Files.deleteIfExists(pidFile);
    }

    private static boolean worksIn(Path folder, Path process) {
        try {
            return Files.isSameFile(Files.readSymbolicLink(process.resolve("cwd")), folder);
        } catch (IOException e) {
            LOG.debug("{} is not ours: it has ended, or its folder is gone or closed to us", process, e);
            return false;
        }
    }

    /** Where a system does not say what a process works on: one that has had the number since before the file has. */
    private static boolean isOlder(ProcessHandle process, Instant written) {
        return process.info()
                .startInstant()
                .filter(start -> !start.isAfter(written))
                .isPresent();
    }

    private static Optional<Long> pid(Path pidFile) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        return lines.stream()
                .findFirst()
                .map(String::strip)
                .filter(line -> line.matches("\\d{1,18}"))
                .map(Long::valueOf);
    }

    private static void stop(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Process {} does not stop when asked; killing it", process.pid());
            process.destroyForcibly();
            process.onExit().join();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Waiting for process %d failed".formatted(process.pid()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while stopping process " + process.pid(), e);
        }
    }
}
