package caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrphanTest {

    @TempDir
    private static Path folder;

    private Process process;

    @BeforeEach
    void begin() throws IOException {
        process = new ProcessBuilder("sleep", "60").directory(folder.toFile()).start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly().onExit().join();
    }

    private static Path pidFile(String content) throws IOException {
        return Files.writeString(folder.resolve("some.pid"), content);
    }

    @Test
    void aProcessThatIsWhatTheFileSaysIsStopped() throws IOException {
        Path file = pidFile(process.pid() + "\nmore\n");
        Orphan.stop(file, "sleep", folder);
        assertThat(process.isAlive()).isFalse();
        assertThat(file).doesNotExist();
    }

    @Test
    void anotherProgramThatMerelyGotTheSameNumberIsLeftAlone() throws IOException {
        Path file = pidFile(Long.toString(process.pid()));
        Orphan.stop(file, "redis", folder);
        assertThat(process.isAlive()).isTrue();
        assertThat(file).doesNotExist();
    }

    @Test
    void theSameProgramThatWorksOnAnotherFolderIsLeftAlone(@TempDir Path copy) throws IOException {
        Path file = pidFile(Long.toString(process.pid()));
        Orphan.stop(file, "sleep", copy);
        assertThat(process.isAlive()).isTrue();
        assertThat(file).doesNotExist();
    }

    @Test
    void whereNothingIsKnownOfFoldersOneThatIsYoungerThanTheFileIsLeftAlone() throws IOException {
        Path nowhere = folder.resolve("no-proc");
        Instant start = process.info().startInstant().orElseThrow();
        Path file = pidFile(Long.toString(process.pid()));
        Files.setLastModifiedTime(file, FileTime.from(start.minusSeconds(1)));
        Orphan.stop(file, "sleep", folder, nowhere);
        assertThat(process.isAlive()).isTrue();

        Files.setLastModifiedTime(pidFile(Long.toString(process.pid())), FileTime.from(start.plusSeconds(1)));
        Orphan.stop(file, "sleep", folder, nowhere);
        assertThat(process.isAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "no number", "-1", "99999999999999999999", "4194305"})
    void aFileThatNamesNoProcessIsRemoved(String content) throws IOException {
        Path file = pidFile(content);
        Orphan.stop(file, "sleep", folder);
        assertThat(process.isAlive()).isTrue();
        assertThat(file).doesNotExist();
    }

    @Test
    void noFileMeansNoOrphan() {
        assertThatCode(() -> Orphan.stop(folder.resolve("none.pid"), "sleep", folder))
                .doesNotThrowAnyException();
    }
}
