package caravan.lake;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.parquet.Manifest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads the lake while it is written: every row whose append returned before a day is looked at, each article, ticker
 * and model once, whether published or not.
 *
 * <p>DuckDB reads the immutable files that the manifest of a day names, never the published file, which is replaced
 * under its readers. Where files of a manifest are gone (the reader slept for longer than the grace), what is left of
 * the day is read by a fresh one. Thread-safe; each stream has a connection of its own.
 */
public final class LakeReader implements AutoCloseable {

    /** What DuckDB may use for all streams together, unless it is said otherwise. */
    public static final int USUAL_MEMORY = 512;

    private final LakeFiles lake;
    private final DuckDb database;

    /** As {@link #LakeReader(Path, int)}, with the usual memory. */
    public LakeReader(Path lake) {
        this(lake, USUAL_MEMORY);
    }

    /**
     * @param lake its directory, which need not exist yet
     * @param memoryMegabytes what DuckDB may use, for all streams together; outside of Java's heap
     * @throws IllegalArgumentException when DuckDB would take the name of the directory for a pattern
     * @throws UnavailableException when DuckDB does not start
     */
    public LakeReader(Path lake, int memoryMegabytes) {
        this(new LakeFiles(lake), memoryMegabytes);
    }

    LakeReader(Path lake, Function<LocalDate, Manifest> manifestOf) {
        this(new LakeFiles(lake, manifestOf), USUAL_MEMORY);
    }

    private LakeReader(LakeFiles lake, int memoryMegabytes) {
        this.lake = lake;
        this.database = new DuckDb(memoryMegabytes);
    }

    /**
     * The rows of {@code query} in the order of their timestamps (of equal ones by article, ticker and model).
     *
     * <p>The stream reads one day after the other, as far as it is consumed, and a large day in slices: however many
     * rows there are, only some of them are in memory. It must be closed.
     *
     * @throws UnprocessableException when consumed: a file is damaged, or has a column of another type than the lake's;
     *     file and column are named
     * @throws UnavailableException when consumed: the disk fails
     */
    @SuppressWarnings("resource") // One that nobody stops holds nothing.
    public Stream<SentimentRow> read(LakeQuery query) {
        return read(query, new QueryStop());
    }

    /** As {@link #read(LakeQuery)}; what is consumed after it was stopped fails. */
    public Stream<SentimentRow> read(LakeQuery query, QueryStop stop) {
        Connection connection = database.connect();
        DayReader reader = new DayReader(connection, query, database.sliceBytes(), stop);
        LakeRows rows = new LakeRows(lake, lake.days(query.from(), query.to()), query, reader);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(() -> close(reader, connection));
    }

    /**
     * The articles of the query's tickers, counted by spans of time, the earliest first; of spans without an article
     * nothing. Columns do not matter, and the limit is one of buckets.
     *
     * <p>An article counts once, by what was found last of it, whichever of the query's models did.
     *
     * @param span of a bucket; the first one of all begins on Monday, 3 January 2000, at 0:00 UTC
     * @throws UnprocessableException as {@link #read(LakeQuery)} does
     */
    public List<Bucket> buckets(LakeQuery query, Duration span, QueryStop stop) {
        return onConnection(connection -> new DayBuckets(lake, connection, stop).of(query, span));
    }

    /**
     * The articles that a search finds, the newest first. Days are searched from the last one back, and no more of them
     * than are needed.
     *
     * @throws UnprocessableException as {@link #read(LakeQuery)} does
     */
    public List<FoundArticle> find(ArticleSearch search, QueryStop stop) {
        return onConnection(connection -> new DaySearch(lake, connection, stop).find(search));
    }

    /**
     * One article with its whole text, if the lake has it in this time. Looks from the last day back.
     *
     * @throws UnprocessableException as {@link #read(LakeQuery)} does
     */
    public Optional<FoundArticle> article(String id, Instant from, Instant to, QueryStop stop) {
        return onConnection(connection -> new DaySearch(lake, connection, stop).find(id, from, to));
    }

    private <T> T onConnection(Function<Connection, T> reading) {
        try (Connection connection = database.connect()) {
            return reading.apply(connection);
        } catch (SQLException e) {
            throw new UnavailableException("DuckDB does not close a connection: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        database.close();
    }

    private static void close(DayReader reader, Connection connection) {
        try (connection) {
            reader.close();
        } catch (SQLException e) {
            throw new UnavailableException("DuckDB does not close a connection: " + e.getMessage(), e);
        }
    }
}
