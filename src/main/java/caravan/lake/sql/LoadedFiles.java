package caravan.lake.sql;

import caravan.UnavailableException;
import caravan.parquet.Generation;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Keeps the file of the generation that is loaded, under a name of its own, so that the next one can be compared with it
 * however long ago it was replaced. Costs a name as long as the generation is the newest, and its size from then until
 * the next is loaded. Thread-safe; only who holds the lock of a day calls it for that day.
 */
final class LoadedFiles {

    private final Path directory;

    /** @param lake the directory of the lake */
    LoadedFiles(Path lake) {
        this.directory = lake.resolve(".caravan").resolve("loaded");
    }

    /**
     * The file of a generation, safe from its removal.
     *
     * @throws NoSuchFileException when it has been removed already
     */
    Path keep(LocalDate day, Generation generation) throws IOException {
        Path kept = directory.resolve(name(day, generation.number(), LoadedDay.time(generation)));
        Files.createDirectories(directory);
        try {
            Files.createLink(kept, generation.file());
        } catch (FileAlreadyExistsException keptBefore) {
            return kept;
        }
        return kept;
    }

    /** The file of what is loaded, if it was kept. */
    Optional<Path> of(LoadedDay loaded) {
        return loaded.published()
                .map(time -> directory.resolve(name(loaded.day(), loaded.generation(), time)))
                .filter(Files::exists);
    }

    /** Forgets every generation of a day but one; all of them for none. */
    void keepOnly(LocalDate day, Optional<Path> kept) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, day + "-*.parquet")) {
            for (Path file : files) {
                if (!kept.equals(Optional.of(file))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException nothingWasKept) {
            return;
        } catch (IOException e) {
            throw new UnavailableException("%s cannot be tidied: %s".formatted(directory, e), e);
        }
    }

    private static String name(LocalDate day, long generation, Instant published) {
        return "%s-%d-%d.parquet".formatted(day, generation, ChronoUnit.MICROS.between(Instant.EPOCH, published));
    }
}
