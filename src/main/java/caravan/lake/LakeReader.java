package caravan.lake;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.parquet.Manifest;
import caravan.parquet.Manifests;
import caravan.parquet.RowSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.duckdb.DuckDBConnection;

/**
 * Reads the lake while it is written: every row whose append returned before a day is looked at, each article, ticker
 * and model once, whether published or not.
 *
 * <p>DuckDB reads the immutable files that the manifest of a day names, never the published file, which is replaced
 * under its readers. Where files of a manifest are gone (the reader slept for longer than the grace), the day is read
 * again by a fresh one. Thread-safe; each stream has a connection of its own.
 */
public final class LakeReader implements AutoCloseable {

    private final Path lake;
    private final Manifests manifests;
    private final Function<LocalDate, Manifest> manifestOf;
    private final DuckDBConnection database;

    /**
     * @param lake its directory, which need not exist yet
     * @throws IllegalArgumentException when DuckDB would take the name of the directory for a pattern
     * @throws UnavailableException when DuckDB does not start
     */
    public LakeReader(Path lake) {
        this(lake, new Manifests(lake)::of);
    }

    LakeReader(Path lake, Function<LocalDate, Manifest> manifestOf) {
        if (lake.toAbsolutePath().toString().matches(".*[*?\\[].*")) {
            throw new IllegalArgumentException("%s: a lake cannot have *, ? or [ in its path".formatted(lake));
        }
        this.lake = lake;
        this.manifests = new Manifests(lake);
        this.manifestOf = manifestOf;
        try {
            this.database = DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
            // A setting of the database, not of the connection, so that those opened later have it too.
            execute(database, "SET GLOBAL TimeZone = 'UTC'");
        } catch (SQLException e) {
            throw new UnavailableException("DuckDB does not start: " + e.getMessage(), e);
        }
    }

    /**
     * The rows of {@code query} in the order of their timestamps (of equal ones by article, ticker and model).
     *
     * <p>The stream reads one day after the other, as far as it is consumed; the rows of one day that fit the query are
     * in DuckDB's memory. It must be closed.
     *
     * @throws UnprocessableException when consumed: a file is damaged, and named
     * @throws UnavailableException when consumed: the disk fails
     */
    public Stream<SentimentRow> read(LakeQuery query) {
        Connection connection = connect();
        DayReader reader = new DayReader(connection, query.withText());
        Rows rows = new Rows(days(query).iterator(), query, reader);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(() -> close(reader, connection));
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException e) {
            throw new UnavailableException("DuckDB does not stop: " + e.getMessage(), e);
        }
    }

    private List<LocalDate> days(LakeQuery query) {
        NavigableSet<LocalDate> days = manifests.days();
        if (!query.from().isBefore(query.to())) {
            return List.of();
        }
        LocalDate first = RowSchema.dayOf(query.from());
        LocalDate last = RowSchema.dayOf(query.to().minusNanos(1));
        return List.copyOf(days.subSet(first, true, last, true));
    }

    /** Moves on from day to day; asks for a day's manifest when it gets there. */
    private final class Rows implements Iterator<SentimentRow> {

        private final Iterator<LocalDate> days;
        private final LakeQuery query;
        private final DayReader reader;
        private long left;

        Rows(Iterator<LocalDate> days, LakeQuery query, DayReader reader) {
            this.days = days;
            this.query = query;
            this.reader = reader;
            this.left = query.limit().orElse(Long.MAX_VALUE);
        }

        @Override
        public boolean hasNext() {
            while (left > 0 && !reader.hasNext() && days.hasNext()) {
                open(days.next());
            }
            return left > 0 && reader.hasNext();
        }

        @Override
        public SentimentRow next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            SentimentRow row = reader.next();
            left--;
            return row;
        }

        private void open(LocalDate day) {
            Manifest manifest = manifestOf.apply(day);
            try {
                reader.open(manifest.files(), query, left);
            } catch (SQLException e) {
                if (allExist(manifest)) {
                    throw unreadable(day, manifest, e);
                }
                again(day);
            }
        }

        private void again(LocalDate day) {
            Manifest fresh = manifestOf.apply(day);
            try {
                reader.open(fresh.files(), query, left);
            } catch (SQLException e) {
                throw unreadable(day, fresh, e);
            }
        }
    }

    private RuntimeException unreadable(LocalDate day, Manifest manifest, SQLException e) {
        if (!allExist(manifest)) {
            return new UnavailableException(
                    "%s of %s was replaced twice while it was read: %s".formatted(day, lake, e.getMessage()), e);
        }
        String files = manifest.files().stream()
                .map(Path::toString)
                .filter(file -> e.getMessage().contains(file))
                .findFirst()
                .orElseGet(() -> "One of " + manifest.files());
        return new UnprocessableException("%s cannot be read: %s".formatted(files, e.getMessage()), e);
    }

    private static boolean allExist(Manifest manifest) {
        return manifest.files().stream().allMatch(Files::exists);
    }

    private Connection connect() {
        try {
            return database.duplicate();
        } catch (SQLException e) {
            throw new UnavailableException("DuckDB gives no connection: " + e.getMessage(), e);
        }
    }

    private static void close(DayReader reader, Connection connection) {
        try (connection) {
            reader.close();
        } catch (SQLException e) {
            throw new UnavailableException("DuckDB does not close a connection: " + e.getMessage(), e);
        }
    }

    private static void execute(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(setting);
        }
    }
}
