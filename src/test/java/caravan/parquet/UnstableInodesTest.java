package caravan.parquet;

import static caravan.parquet.Readings.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** File systems on which two names of one file do not look like that, or a rename does not show. */
@Timeout(60)
class UnstableInodesTest {

    private static final String PUBLISHED = "year=2025/month=04/day=25/data.parquet";

    @TempDir
    private Path directory;

    @Test
    void aPublishedFileWhoseInodeIsAnotherIsKnownByItsContent() throws IOException {
        try (PartitionedTable table = open(new Inodes(true))) {
            for (int i = 1; i <= 3; i++) {
                table.append(List.of(reading("2025-04-25T10:00:00Z", "m" + i, i, 1)), Map.of());
                table.publishAll(Instant.now().plusSeconds(i));
                assertThat(SourceFile.footer(directory.resolve(PUBLISHED)).rows())
                        .isEqualTo(i);
            }
        }
    }

    @Test
    void anEndIsMadeWhereARenameNeverShows() {
        try (PartitionedTable table = open(new Inodes(false))) {
            table.append(List.of(reading("2025-04-25T10:00:00Z", "m1", 1, 1)), Map.of());
            assertThatThrownBy(() -> table.publishAll(Instant.now())).hasStackTraceContaining("after 100 renames");
        }
    }

    private PartitionedTable open(FileSteps steps) {
        return PartitionedTable.open(directory, Readings.SCHEMA, Readings.EAGER, steps);
    }

    /**
     * @param renames whether the published file is replaced
     */
    private record Inodes(boolean renames) implements FileSteps {

        private static final FileSteps DISK = new DiskSteps();

        @Override
        public void link(Path file, Path name) throws IOException {
            Files.copy(file, name);
        }

        @Override
        public void replace(Path file, Path name) throws IOException {
            if (renames || !name.endsWith(PUBLISHED)) {
                DISK.replace(file, name);
            }
        }

        @Override
        public void createDirectories(Path directory) throws IOException {
            DISK.createDirectories(directory);
        }

        @Override
        public void force(Path file) throws IOException {
            DISK.force(file);
        }

        @Override
        public void forceDirectory(Path directory) throws IOException {
            DISK.forceDirectory(directory);
        }

        @Override
        public void delete(Path file) throws IOException {
            DISK.delete(file);
        }
    }
}
