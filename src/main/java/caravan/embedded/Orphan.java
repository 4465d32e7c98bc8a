package caravan.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
     * Stops the process that {@code pidFile} names, if it is alive and is what it should be.
     *
     * @param pidFile whose first line is a process id; may be absent
     * @param program part of the program's path, so that a reused process id is never taken for the service
     */
    static void stop(Path pidFile, String program) throws IOException {
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> orphan = pid(pidFile)
                .flatMap(ProcessHandle::of)
                .filter(process -> process.info().command().orElse("").contains(program));
        if (orphan.isPresent()) {
            LOG.info(
                    "Stopping {} (process {}), left over from a Caravan that was killed",
                    program,
                    orphan.get().pid());
            stop(orphan.get());
        }
        Files.deleteIfExists(pidFile);
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
