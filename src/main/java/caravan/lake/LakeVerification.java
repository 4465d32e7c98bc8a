package caravan.lake;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.parquet.DataFile;
import caravan.parquet.Generation;
import caravan.parquet.Manifest;
import caravan.parquet.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * Reads every file that counts of a lake, to its last value, and finds what is not as it should be; changes nothing, and
 * does not mind who publishes meanwhile. Thread-safe.
 */
public final class LakeVerification {

    private static final SqlFile VERIFY = SqlFile.of("duckdb/verify-file.sql");
    /** A day that is replaced so often has files that go at once; usually they stay for a minute. */
    private static final int ATTEMPTS = 50;
    /** A publisher moves the name of the published file right after the generation has its number. */
    private static final long PAUSE_NANOS = 20_000_000;

    private final Path lake;
    private final Manifests manifests;
    private final int memoryMegabytes;

    /** @param memoryMegabytes what DuckDB may use */
    public LakeVerification(Path lake, int memoryMegabytes) {
        this.lake = lake;
        this.manifests = new Manifests(lake);
        this.memoryMegabytes = memoryMegabytes;
    }

    /** What is wrong with a file, in words that follow its name. */
    public record Fault(Path file, String what) {

        @Override
        public String toString() {
            return file + ": " + what;
        }
    }

    /** @param files those that were read, published files that are another name for one not counted again */
    public record Report(long days, long files, long rows, long faults) {}

    /**
     * @param onFault is told of each fault as it is found
     * @throws UnavailableException when the disk fails
     */
    public Report verify(Consumer<Fault> onFault) {
        NavigableSet<LocalDate> days = new TreeSet<>(manifests.days());
        days.addAll(SentimentSchema.publishedDays(lake));
        long files = 0;
        long rows = 0;
        long faults = 0;
        try (DuckDb duckDb = new DuckDb(memoryMegabytes);
                Connection connection = duckDb.connect()) {
            for (LocalDate day : days) {
                Day found = day(day, connection);
                found.faults.forEach(onFault);
                files += found.files;
                rows += found.rows;
                faults += found.faults.size();
            }
        } catch (SQLException e) {
            throw new UnavailableException("DuckDB does not answer: " + e.getMessage(), e);
        }
        return new Report(days.size(), files, rows, faults);
    }

    private static final class Day {

        private final List<Fault> faults = new ArrayList<>();
        private final Set<Path> seen = new HashSet<>();
        private long files;
        private long rows;
        private boolean isStale;

        private void fault(Path file, String what) {
            faults.add(new Fault(file, what));
        }
    }

    private Day day(LocalDate day, Connection connection) {
        Day found = new Day();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            found.isStale = false;
            look(day, connection, found);
            if (!found.isStale) {
                return found;
            }
        }
        throw new UnavailableException(
                "%s of %s was replaced %d times while it was read".formatted(day, lake, ATTEMPTS));
    }

    private void look(LocalDate day, Connection connection, Day found) {
        Manifest manifest;
        try {
            manifest = manifests.of(day);
        } catch (UnprocessableException e) {
            found.faults.add(new Fault(lake, e.getMessage()));
            return;
        }
        // What a generation contains may go at any time, and is not missed.
        manifest.contained().forEach(segment -> {
            file(segment.file(), segment.rows(), false, day, connection, found);
            found.isStale = false;
        });
        manifest.generation()
                .ifPresent(generation -> file(generation.file(), generation.rows(), true, day, connection, found));
        manifest.pending().forEach(segment -> file(segment.file(), segment.rows(), false, day, connection, found));
        if (!found.isStale) {
            published(day, manifest.generation().map(Generation::file), found);
        }
    }

    private static void file(Path file, long rows, boolean isUnique, LocalDate day, Connection connection, Day found) {
        if (found.isStale || found.seen.contains(file)) {
            return;
        }
        try {
            Optional<DataFile> inspected = DataFile.inspect(file, SentimentSchema.rows());
            if (inspected.isEmpty()) {
                found.isStale = true;
                return;
            }
            rows(file, rows, isUnique, day, connection, found);
            inspected.get().deviation().ifPresent(deviation -> found.fault(file, deviation));
            found.seen.add(file);
        } catch (UnprocessableException e) {
            found.seen.add(file);
            found.fault(file, withoutName(file, e.getMessage()));
        } catch (SQLException e) {
            if (Files.exists(file)) {
                found.seen.add(file);
                found.fault(file, "cannot be read: " + withoutName(file, e.getMessage()));
            } else {
                found.isStale = true;
            }
        }
    }

    private static void rows(
            Path file, long expected, boolean isUnique, LocalDate day, Connection connection, Day found)
            throws SQLException {
        Map<String, Object> values = Map.of(
                "files", List.of(file.toAbsolutePath().toString()),
                "from", day.atStartOfDay().atOffset(ZoneOffset.UTC),
                "to", day.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC));
        try (PreparedStatement statement = VERIFY.prepare(connection, values);
                ResultSet counts = statement.executeQuery()) {
            counts.next();
            long rows = counts.getLong("rows");
            found.files++;
            found.rows += rows;
            check(counts, "outside", count -> count > 0, "%d rows are not of the day", file, found);
            check(
                    counts,
                    "repeated",
                    count -> isUnique && count > 0,
                    "%d rows repeat an article, ticker and model",
                    file,
                    found);
            check(counts, "not_finite", count -> count > 0, "%d rows have a score that is no number", file, found);
            if (expected != rows) {
                found.fault(file, "it has %d rows, not %d".formatted(rows, expected));
            }
        }
    }

    private static void check(
            ResultSet counts, String column, LongPredicate isWrong, String words, Path file, Day found)
            throws SQLException {
        long count = counts.getLong(column);
        if (isWrong.test(count)) {
            found.fault(file, words.formatted(count));
        }
    }

    private void published(LocalDate day, Optional<Path> newest, Day found) {
        Path published = SentimentSchema.published(lake, day);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<String> wrong = wrongWith(published, newest);
            if (wrong.isEmpty()) {
                return;
            }
            if (attempt == ATTEMPTS) {
                found.fault(published, wrong.get());
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            if (!newest.equals(manifests.of(day).generation().map(Generation::file))) {
                found.isStale = true;
                return;
            }
        }
    }

    private static Optional<String> wrongWith(Path published, Optional<Path> newest) {
        try {
            if (newest.isEmpty()) {
                return Files.exists(published)
                        ? Optional.of("it was published by nobody: the day has no generation")
                        : Optional.empty();
            }
            if (!Files.exists(published)) {
                return Optional.of("it is missing, though %s was published".formatted(newest.get()));
            }
            // A copy of a lake may have two files where the lake has one with two names.
            boolean isNewest = Files.isSameFile(published, newest.get()) || Files.mismatch(published, newest.get()) < 0;
            return isNewest
                    ? Optional.empty()
                    : Optional.of("it is not the newest generation, %s".formatted(newest.get()));
        } catch (IOException e) {
            return Optional.of("it cannot be compared with %s: %s".formatted(newest.orElse(published), e));
        }
    }

    private static String withoutName(Path file, String message) {
        return message.replace(file + ": ", "").replace(file + " ", "").replace("\n", " ");
    }
}
