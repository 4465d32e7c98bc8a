package caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrphanTest {

    @TempDir
    private Path folder;

    private final Process process;

    OrphanTest() throws IOException {
        process = new ProcessBuilder("sleep", "60").start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly().onExit().join();
    }

    private Path pidFile(String content) throws IOException {
        return Files.writeString(folder.resolve("some.pid"), content);
    }

    @Test
    void aProcessThatIsWhatTheFileSaysIsStopped() throws IOException {
        Path file = pidFile(process.pid() + "\nmore\n");
        Orphan.stop(file, "sleep");
        assertThat(process.isAlive()).isFalse();
        assertThat(file).doesNotExist();
    }

    @Test
    void aProcessThatMerelyGotTheSameNumberIsLeftAlone() throws IOException {
        Path file = pidFile(Long.toString(process.pid()));
        Orphan.stop(file, "redis");
        assertThat(process.isAlive()).isTrue();
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "no number", "-1", "99999999999999999999", "4194305"})
    void aFileThatNamesNoProcessIsRemoved(String content) throws IOException {
        Path file = pidFile(content);
        Orphan.stop(file, "sleep");
        assertThat(process.isAlive()).isTrue();
        assertThat(file).doesNotExist();
    }

    @Test
    void noFileMeansNoOrphan() {
        assertThatCode(() -> Orphan.stop(folder.resolve("none.pid"), "sleep")).doesNotThrowAnyException();
    }
}
