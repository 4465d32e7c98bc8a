package caravan.lake.migration;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The files of a folder to migrate. */
final class LegacyFolder {

    private static final String ENDING = ".parquet";

    private LegacyFolder() {}

    /**
     * Every file of the folder and those below it whose name ends in {@value #ENDING}, in any case, by name; what is
     * hidden (begins with a dot, as what Caravan keeps for itself does) is left out.
     *
     * @throws UnprocessableException when there is no such folder, or none in it
     * @throws UnavailableException when it cannot be listed
     */
    static List<LegacyFile> files(Path folder) {
        return found(folder).files();
    }

    /**
     * What is there: the files to migrate, and the names of the others, by name, which may have rows as well. Those that
     * begin with an underscore have none by custom, and what is hidden is left out; a link to a folder is not followed.
     */
    record Found(List<LegacyFile> files, List<String> others) {}

    /** As {@link #files}. */
    static Found found(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UnprocessableException(
                    "%s is not a folder: name the one that holds the files to migrate".formatted(folder));
        }
        List<LegacyFile> files = new ArrayList<>();
        List<String> others = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                    return visited.equals(folder) || !isHidden(visited)
                            ? FileVisitResult.CONTINUE
                            : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    // A link counts as what it leads to.
                    if (isHidden(file)) {
                        return FileVisitResult.CONTINUE;
                    }
                    if (isNamedParquet(file) && Files.isRegularFile(file)) {
                        files.add(new LegacyFile(file, name(folder, file), Files.size(file)));
                    } else if (!file.getFileName().toString().startsWith("_")) {
                        others.add(name(folder, file));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException | UncheckedIOException e) {
            throw new UnavailableException("%s cannot be listed: %s".formatted(folder, e), e);
        }
        if (files.isEmpty()) {
            throw new UnprocessableException(
                    "There is no file named *%s in %s or below: nothing to migrate".formatted(ENDING, folder));
        }
        files.sort(Comparator.comparing(LegacyFile::name));
        others.sort(Comparator.naturalOrder());
        return new Found(List.copyOf(files), List.copyOf(others));
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private static boolean isNamedParquet(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }
}
