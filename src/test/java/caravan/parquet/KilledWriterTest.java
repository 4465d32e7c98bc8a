package caravan.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another process, with a file in the making, that lives and then is killed. */
@Timeout(60)
class KilledWriterTest {

    @TempDir
    Path directory;

    /** The other process: says which file it is making, and waits to be killed. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            TableLayout layout = new TableLayout(Path.of(arguments[0]), "data.parquet");
            Path file = WriterLease.take(layout, new DiskSteps()).newTemporary();
            Files.writeString(file, "half a segment");
            System.out.println(file);
            int unused = System.in.read();
        }
    }

    @Test
    void theFilesOfALivingProcessStayAndThoseOfAKilledOneGo() throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(writer.getInputStream(), UTF_8))) {
            Path file = Path.of(said.readLine());
            PartitionedTable.open(directory, Readings.SCHEMA, TableOptions.DEFAULT)
                    .close();
            assertThat(file).exists();
            writer.destroyForcibly();
            assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
            PartitionedTable.open(directory, Readings.SCHEMA, TableOptions.DEFAULT)
                    .close();
            assertThat(file).doesNotExist();
            assertThat(directory.resolve(".caravan/writers")).isEmptyDirectory();
        } finally {
            writer.destroyForcibly();
        }
    }
}
