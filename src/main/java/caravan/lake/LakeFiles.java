package caravan.lake;

import caravan.parquet.DataFile;
import caravan.parquet.Manifest;
import caravan.parquet.Manifests;
import caravan.parquet.RowSchema;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Function;

/** Which files the lake has, and what each says of itself; a file is looked at once, as it never changes. Thread-safe. */
final class LakeFiles {

    private static final int REMEMBERED = 2_000;

    private final Path directory;
    private final Manifests manifests;
    private final Function<LocalDate, Manifest> manifestOf;
    private final Map<Path, DataFile> known = Collections.synchronizedMap(new LatestFiles());

    LakeFiles(Path directory) {
        this(directory, new Manifests(directory)::of);
    }

    LakeFiles(Path directory, Function<LocalDate, Manifest> manifestOf) {
        if (directory.toAbsolutePath().toString().matches(".*[*?\\[].*")) {
            throw new IllegalArgumentException("%s: a lake cannot have *, ? or [ in its path".formatted(directory));
        }
        this.directory = directory;
        this.manifests = new Manifests(directory);
        this.manifestOf = manifestOf;
    }

    Path directory() {
        return directory;
    }

    /** The days that may have rows of a time. */
    List<LocalDate> days(Instant from, Instant to) {
        if (!from.isBefore(to)) {
            return List.of();
        }
        NavigableSet<LocalDate> days = manifests.days();
        return List.copyOf(days.subSet(RowSchema.dayOf(from), true, RowSchema.dayOf(to.minusNanos(1)), true));
    }

    Manifest manifest(LocalDate day) {
        return manifestOf.apply(day);
    }

    /** Empty when the file is gone. */
    Optional<DataFile> inspect(Path file) {
        DataFile before = known.get(file);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<DataFile> inspected = DataFile.inspect(file, SentimentSchema.rows());
        inspected.ifPresent(found -> known.put(file, found));
        return inspected;
    }

    private static final class LatestFiles extends LinkedHashMap<Path, DataFile> {

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, DataFile> eldest) {
            return size() > REMEMBERED;
        }
    }
}
