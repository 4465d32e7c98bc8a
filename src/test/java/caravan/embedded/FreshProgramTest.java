package caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshProgramTest {

    @TempDir
    private Path folder;

    @Test
    void aProgramThatIsStillBeingWrittenIsStartedWhenThatIsOver() throws IOException {
        Path original = Path.of("/bin/true");
        assumeTrue(Files.exists(original), "/bin/true is not there");
        Path program = Files.copy(original, folder.resolve("program"), StandardCopyOption.COPY_ATTRIBUTES);
        FileChannel writer = FileChannel.open(program, StandardOpenOption.WRITE);
        AtomicInteger attempts = new AtomicInteger();

        FreshProgram.start(() -> {
            if (attempts.incrementAndGet() == 3) {
                writer.close();
            }
            new ProcessBuilder(program.toString()).start();
        });

        assertThat(attempts).hasValue(3);
    }

    @Test
    void aProgramThatIsNotThereIsSaidAtOnce() {
        AtomicInteger attempts = new AtomicInteger();

        assertThatThrownBy(() -> FreshProgram.start(() -> {
                    attempts.incrementAndGet();
                    new ProcessBuilder(folder.resolve("none").toString()).start();
                }))
                .isInstanceOf(IOException.class);
        assertThat(attempts).hasValue(1);
    }
}
