package caravan.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is in a directory, so that it can be compared later. */
public final class DirectoryHash {

    private DirectoryHash() {}

    /** Every file and directory of a lake by name, with a hash of what is in it; not what belongs to open writers. */
    public static Map<String, Integer> ofLake(Path lake) {
        Map<String, Integer> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(lake)) {
            found.filter(file -> !lake.relativize(file).toString().matches("\\.caravan/(tmp|writers)/.+"))
                    .forEach(file -> files.put(lake.relativize(file).toString(), hash(file)));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int hash(Path file) {
        try {
            return Files.isDirectory(file) ? 0 : Arrays.hashCode(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
