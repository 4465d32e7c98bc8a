package caravan.lake.migration;

import java.nio.file.Path;
import java.util.Objects;

/**
 * One file of the folder to migrate. Immutable.
 *
 * @param name relative to the folder, with '/'
 */
record LegacyFile(Path file, String name, long bytes) {

    LegacyFile {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(name, "name");
    }
}
