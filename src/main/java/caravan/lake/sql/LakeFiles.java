package caravan.lake.sql;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.lake.SentimentSchema;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The published files of a lake as they are now, under names of one's own, which a later publication does not change.
 * Costs no space but that of files which are replaced meanwhile. Gone when closed.
 */
final class LakeFiles implements AutoCloseable {

    private static final String PUBLISHED = "year=*/month=*/day=*/" + SentimentSchema.FILE_NAME;
    private static final int DEPTH = 4;

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
            List<Path> published = published(lake);
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

    private static List<Path> published(Path lake) throws IOException {
        PathMatcher matcher = lake.getFileSystem().getPathMatcher("glob:" + PUBLISHED);
        try (Stream<Path> paths = Files.find(
                lake,
                DEPTH,
                (path, attributes) -> matcher.matches(lake.relativize(path)) && !attributes.isDirectory())) {
            return paths.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
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
