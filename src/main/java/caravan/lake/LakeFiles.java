package caravan.lake;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.parquet.DataFile;
import caravan.parquet.Manifest;
import caravan.parquet.Manifests;
import caravan.parquet.RowSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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

    /** A day is replaced once in seconds, and reading one again takes less. */
    static final int ATTEMPTS = 10;

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

    /** Something that reads a day's files. */
    interface Reading {
        void of(DayFiles files) throws SQLException;
    }

    /**
     * Reads a day, again when one of its files is found to be gone.
     *
     * @throws UnprocessableException that names the file, when one is damaged
     */
    void read(LocalDate day, Reading reading) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<DayFiles> files = DayFiles.of(manifest(day), this::inspect);
            if (files.isPresent()) {
                try {
                    reading.of(files.get());
                    return;
                } catch (SQLException e) {
                    failUnlessGone(files.get(), e);
                }
            }
        }
        throw tooOften(day);
    }

    /** @throws UnprocessableException that names the file, when all of them are there */
    void failUnlessGone(DayFiles files, SQLException e) {
        List<Path> paths = files.files().stream().map(DataFile::file).toList();
        if (paths.stream().allMatch(Files::exists)) {
            String culprit = paths.stream()
                    .map(Path::toString)
                    .filter(file -> e.getMessage().contains(file))
                    .findFirst()
                    .orElseGet(() -> "One of " + paths);
            throw new UnprocessableException("%s cannot be read: %s".formatted(culprit, e.getMessage()), e);
        }
    }

    UnavailableException tooOften(LocalDate day) {
        return new UnavailableException(
                "%s of %s was replaced %d times while it was read".formatted(day, directory, ATTEMPTS));
    }

    private static final class LatestFiles extends LinkedHashMap<Path, DataFile> {

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, DataFile> eldest) {
            return size() > REMEMBERED;
        }
    }
}
