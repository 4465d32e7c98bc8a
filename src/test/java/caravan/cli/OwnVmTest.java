package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testing.CaravanProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: one that starts another, which would never end by itself. */
class OwnVmTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    /** Both of the processes. */
    static final class Command {

        private Command() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            Path pid = Path.of(arguments[0]);
            if (!Boolean.getBoolean("caravan.own-vm")) {
                System.exit(OwnVm.run(Command.class, arguments));
            }
            OwnVm.endWithParent();
            Path unfinished = pid.resolveSibling("unfinished");
            Files.writeString(unfinished, Long.toString(ProcessHandle.current().pid()));
            Files.move(unfinished, pid, StandardCopyOption.ATOMIC_MOVE);
            new CountDownLatch(1).await();
        }
    }

    @Test
    void theOtherProcessEndsWhenTheOneThatStartedItIsKilled() throws IOException, InterruptedException {
        Path pid = folder.resolve("pid");
        CaravanProcess parent = CaravanProcess.start(folder.resolve("log"), Command.class, pid.toString());
        try {
            await().atMost(PATIENCE).until(() -> Files.exists(pid));
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(Files.readString(pid))).orElseThrow();
            try {
                assertThat(child.isAlive()).isTrue();
                parent.kill(false);
                await().atMost(PATIENCE).until(() -> !child.isAlive());
            } finally {
                child.destroyForcibly();
            }
        } finally {
            if (parent.isAlive()) {
                parent.kill(true);
            }
        }
    }
}
