package caravan.lake.sql;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.lake.SentimentSchema;
import caravan.parquet.Manifests;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.stream.Stream;

/**
 * The published files of a lake as they are now, under names of one's own, which a later publication does not change; of
 * the days of a migration that is under way also those with what it brought, in a directory beside them. Costs no space
 * but that of files which are replaced meanwhile. Gone when closed.
 */
final class LakeFiles implements AutoCloseable {

    private static final int ATTEMPTS = 5;
    private static final String LOADING = "loading";

    private final Path directory;
    private boolean isPlain;
    private boolean isLoading;

    private LakeFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * @throws UnprocessableException when nothing is published or loaded
     * @throws UnavailableException when the disk fails
     */
    static LakeFiles of(Path lake) {
        try {
            Manifests manifests = new Manifests(lake);
            // First: what ceases to be loaded afterwards is published by then.
            NavigableSet<LocalDate> loading = manifests.daysLoading();
            NavigableSet<LocalDate> plain = SentimentSchema.publishedDays(lake);
            plain.removeAll(loading);
            LakeFiles files = new LakeFiles(Files.createTempDirectory("caravan-lake-"));
            try {
                for (LocalDate day : plain) {
                    files.link(SentimentSchema.published(files.directory, day), SentimentSchema.published(lake, day));
                    files.isPlain = true;
                }
                for (LocalDate day : loading) {
                    files.isLoading |= files.linkAll(manifests, day);
                }
                if (!files.isPlain && !files.isLoading) {
                    throw new UnprocessableException("%s has no published day".formatted(lake));
                }
                return files;
            } catch (IOException | RuntimeException e) {
                files.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be read: %s".formatted(lake, e), e);
        }
    }

    /** @return whether the day has files */
    private boolean linkAll(Manifests manifests, LocalDate day) throws IOException {
        Path own = SentimentSchema.published(directory.resolve(LOADING), day).getParent();
        for (int attempt = 1; ; attempt++) {
            List<Path> files = manifests.of(day).publishedOrLoaded();
            try {
                for (int i = 0; i < files.size(); i++) {
                    link(own.resolve("%04d.parquet".formatted(i)), files.get(i));
                }
                return !files.isEmpty();
            } catch (NoSuchFileException e) {
                // It was placed or published meanwhile, and there is another for it.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                remove(own);
            }
        }
    }

    Path directory() {
        return directory;
    }

    /** Whether there are days of which the published file is all. */
    boolean isPlain() {
        return isPlain;
    }

    /** Whether there are days of which {@code loading/} has the files. */
    boolean isLoading() {
        return isLoading;
    }

    /** A directory laid out as a lake with the columns of this one. */
    Path columns() {
        if (isPlain) {
            return directory;
        }
        Path columns = directory.resolve("columns");
        try (Stream<Path> files = Files.walk(directory.resolve(LOADING))) {
            Path any = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            Path day = columns.resolve(directory.resolve(LOADING).relativize(any.getParent()));
            link(day.resolve(SentimentSchema.FILE_NAME), any);
            return columns;
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be made: %s".formatted(columns, e), e);
        }
    }

    private void link(Path own, Path file) throws IOException {
        Files.createDirectories(own.getParent());
        try {
            Files.createLink(own, file);
        } catch (NoSuchFileException gone) {
            throw gone;
        } catch (FileSystemException | UnsupportedOperationException onAnotherFileSystem) {
            Files.createSymbolicLink(own, file.toAbsolutePath());
        }
    }

    @Override
    public void close() {
        try {
            remove(directory);
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be removed: %s".formatted(directory, e), e);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
