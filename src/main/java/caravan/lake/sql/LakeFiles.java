package caravan.lake.sql;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.lake.SentimentSchema;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The published files of a lake as they are now, under names of one's own, which a later publication does not change.
 * Costs no space but that of files which are replaced meanwhile. Gone when closed.
 */
final class LakeFiles implements AutoCloseable {

    private final Path directory;

    private LakeFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * @throws UnprocessableException when nothing is published
     * @throws UnavailableException when the disk fails
     */
    static LakeFiles of(Path lake) {
        try {
            List<Path> published = SentimentSchema.publishedDays(lake).stream()
                    .map(day -> SentimentSchema.published(lake, day))
                    .toList();
            if (published.isEmpty()) {
                throw new UnprocessableException("%s has no published day".formatted(lake));
            }
            LakeFiles files = new LakeFiles(Files.createTempDirectory("caravan-lake-"));
            try {
                for (Path file : published) {
                    Path own = files.directory.resolve(lake.relativize(file).toString());
                    Files.createDirectories(own.getParent());
                    link(own, file);
                }
            } catch (IOException e) {
                files.close();
                throw e;
            }
            return files;
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be read: %s".formatted(lake, e), e);
        }
    }

    Path directory() {
        return directory;
    }

    private static void link(Path own, Path file) throws IOException {
        try {
            Files.createLink(own, file);
        } catch (FileSystemException | UnsupportedOperationException onAnotherFileSystem) {
            Files.createSymbolicLink(own, file.toAbsolutePath());
        }
    }

    @Override
    public void close() {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be removed: %s".formatted(directory, e), e);
        }
    }
}
