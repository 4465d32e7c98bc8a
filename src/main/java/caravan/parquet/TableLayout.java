package caravan.parquet;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Where things lie in a table's directory.
 *
 * <pre>
 * year=2025/month=04/day=25/data.parquet         what outsiders read: a hard link to the newest generation
 * .caravan/segments/2025-04-25/…                 appended, one file per append and day
 * .caravan/generations/2025-04-25/gen-7.parquet  published, everything of the day up to some segment
 * .caravan/loads/ID/…                            rows that come together and may be taken back, see {@link BulkLoad}
 * .caravan/tmp/, .caravan/writers/               files in the making, and the locks of those who make them
 * </pre>
 *
 * @param fileName of the published file
 */
record TableLayout(Path root, String fileName) {

    /** Of a load: what is to be read, by day. */
    static final String SHOWN = "shown";

    /** Of a load: what a day was without it, by day. */
    static final String HELD = "held";

    /** Of a load: the files of whoever loads, until it ends. */
    static final String WORK = "work";

    Path published(LocalDate day) {
        return root.resolve("year=%04d".formatted(day.getYear()))
                .resolve("month=%02d".formatted(day.getMonthValue()))
                .resolve("day=%02d".formatted(day.getDayOfMonth()))
                .resolve(fileName);
    }

    Path segments(LocalDate day) {
        return machinery().resolve("segments").resolve(day.toString());
    }

    Path generations(LocalDate day) {
        return machinery().resolve("generations").resolve(day.toString());
    }

    Path loads() {
        return machinery().resolve("loads");
    }

    /** The segments of all loads that are to be read and not yet to be published, of a day. */
    List<Path> shown(LocalDate day) throws IOException {
        List<Path> shown = new ArrayList<>();
        for (Path load : list(loads())) {
            shown.addAll(list(load.resolve(SHOWN).resolve(day.toString())));
        }
        return shown;
    }

    /** The days that some load shows rows of, in their order. */
    NavigableSet<LocalDate> daysShown() throws IOException {
        NavigableSet<LocalDate> days = new TreeSet<>();
        for (Path load : list(loads())) {
            days.addAll(days(load.resolve(SHOWN)));
        }
        return days;
    }

    /** The days that loads show rows of, and those that such as have not ended placed rows of, in their order. */
    NavigableSet<LocalDate> daysLoading() throws IOException {
        NavigableSet<LocalDate> days = new TreeSet<>();
        for (Path load : list(loads())) {
            if (Files.isDirectory(load.resolve(SHOWN)) || Files.isDirectory(load.resolve(WORK))) {
                // Shown before held: a day is held before the last of it ceases to be shown.
                days.addAll(days(load.resolve(SHOWN)));
                days.addAll(days(load.resolve(HELD)));
            }
        }
        return days;
    }

    Path temporary() {
        return machinery().resolve("tmp");
    }

    Path writers() {
        return machinery().resolve("writers");
    }

    /** The days that have segments, published or not, in their order. */
    NavigableSet<LocalDate> daysWithSegments() throws IOException {
        return days(machinery().resolve("segments"));
    }

    /** The days that were published at least once, in their order. */
    NavigableSet<LocalDate> daysWithGenerations() throws IOException {
        return days(machinery().resolve("generations"));
    }

    /** The names in a directory, in no order; none when there is no such directory. */
    static List<Path> list(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(found::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        return found;
    }

    private Path machinery() {
        return root.resolve(".caravan");
    }

    static NavigableSet<LocalDate> days(Path directory) throws IOException {
        NavigableSet<LocalDate> days = new TreeSet<>();
        for (Path entry : list(directory)) {
            day(entry.getFileName().toString()).ifPresent(days::add);
        }
        return days;
    }

    private static Optional<LocalDate> day(String name) {
        try {
            return Optional.of(LocalDate.parse(name));
        } catch (DateTimeParseException notADay) {
            return Optional.empty();
        }
    }
}
