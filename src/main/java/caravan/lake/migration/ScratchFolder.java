package caravan.lake.migration;

import caravan.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for temporary files that is gone, with them, when it is closed. */
record ScratchFolder(Path path) implements AutoCloseable {

    /** @throws UnavailableException when the disk fails */
    static ScratchFolder make() {
        try {
            return new ScratchFolder(Files.createTempDirectory("caravan-migration-"));
        } catch (IOException e) {
            throw new UnavailableException("No temporary folder can be made: " + e, e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new UnavailableException("%s cannot be removed: %s".formatted(path, e), e);
        }
    }
}
