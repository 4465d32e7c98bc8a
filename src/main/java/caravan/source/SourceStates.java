package caravan.source;

import caravan.Sql;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is remembered of each source from poll to poll, in PostgreSQL: its validators, who polls it now, how it went.
 * Thread-safe; shared by all processes on one database.
 */
public final class SourceStates {

    private static final String CLAIM = Sql.named("sources/claim");
    private static final String HOLD = Sql.named("sources/hold");
    private static final String ADDRESS = Sql.named("sources/address");
    private static final String MEMORY = Sql.named("sources/memory");
    private static final String MOVED = Sql.named("sources/moved");
    private static final String DEFERRED = Sql.named("sources/deferred");
    private static final String SUCCEEDED = Sql.named("sources/succeeded");
    private static final String FAILED = Sql.named("sources/failed");
    private static final String LIST = Sql.named("sources/list");
    private static final String STATE = Sql.named("sources/state");

    private final JdbcClient database;
    private final String node;
    private final Duration lease;
    private final Clock clock;
    /** When this process last claimed or held each source, so that not every item of a feed costs a statement. */
    private final Map<String, Instant> held = new ConcurrentHashMap<>();
    /** The addresses under which this process has claimed each source, hashed. */
    private final Map<String, String> addresses = new ConcurrentHashMap<>();

    /**
     * @param node who claims; the same node may claim again what it held when it died
     * @param lease how long a claim keeps others away when its holder is silent
     */
    public SourceStates(JdbcClient database, String node, Duration lease, Clock clock) {
        this.database = database;
        this.node = node;
        this.lease = lease;
        this.clock = clock;
    }

    /**
     * Takes the source for one poll.
     *
     * @param firing when the schedule was to fire: the same in every process, whatever their clocks say
     * @return false when another process had this firing or still polls the source, it is to be left alone for now, is
     *     not due yet, or is gone
     */
    public boolean claim(String source, Instant firing) {
        return claim(source, firing, false);
    }

    /** Takes the source for a poll that a person asks for, whether it is due or not; false while it is polled. */
    public boolean claimNow(String source) {
        return claim(source, clock.instant(), true);
    }

    private boolean claim(String source, Instant firing, boolean byHand) {
        Instant now = clock.instant();
        boolean claimed = database.sql(CLAIM)
                        .param("name", source)
                        .param("node", node)
                        .param("now", utc(now))
                        .param("until", utc(now.plus(lease)))
                        .param("firing", utc(firing))
                        .param("byHand", byHand)
                        .param("address", addresses.get(source), Types.VARCHAR)
                        .update()
                == 1;
        if (claimed) {
            held.put(source, now);
        }
        return claimed;
    }

    /** Says under which address the source is asked; what was learnt of another one is forgotten. */
    public void address(String source, URI url) {
        String hash = Hashing.of(url.toString());
        if (!hash.equals(addresses.get(source))) {
            database.sql(ADDRESS).param("name", source).param("address", hash).update();
            addresses.put(source, hash);
        }
    }

    /**
     * Keeps a source that is being polled for another lease from now; to be called again and again while a poll goes
     * on. A claim that was lost is not taken back.
     */
    public void hold(String source) {
        Instant now = clock.instant();
        Instant last = held.get(source);
        if (last != null && now.isBefore(last.plus(lease.dividedBy(3)))) {
            return;
        }
        database.sql(HOLD)
                .param("name", source)
                .param("node", node)
                .param("until", utc(now.plus(lease)))
                .update();
        held.put(source, now);
    }

    /** The validators of the last feed of this source that was read to its end. */
    public Validators validators(String source) {
        return memory(source).validators();
    }

    SourceMemory memory(String source) {
        return database.sql(MEMORY)
                .param("name", source)
                .query((row, number) -> new SourceMemory(
                        new Validators(
                                Optional.ofNullable(row.getString("etag")),
                                Optional.ofNullable(row.getString("last_modified"))),
                        new Move(
                                Optional.ofNullable(row.getString("moved_to")).map(URI::create),
                                row.getInt("moved_seen"),
                                instant(row, "moved_checked")),
                        row.getInt("site_failures"),
                        row.getInt("unchanged"),
                        Optional.ofNullable(row.getString("content")),
                        instant(row, "last_firing")))
                .optional()
                .orElse(SourceMemory.NONE);
    }

    /** Remembers where permanent redirects lead. */
    void moved(String source, Move move) {
        database.sql(MOVED)
                .param("name", source)
                .param("to", move.to().map(URI::toString).orElse(null), Types.VARCHAR)
                .param("seen", move.seen())
                .param("checked", move.checked().map(SourceStates::utc).orElse(null), Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    /**
     * Ends a poll whose every item has been dealt with; only now do its validators count.
     *
     * @param items how many the feed had
     */
    public void succeeded(String source, Fetched feed, int items) {
        succeeded(source, feed, items, Prospect.NONE);
    }

    /** @param prospect what the feed says of the next poll */
    void succeeded(String source, Fetched feed, int items, Prospect prospect) {
        // After a 304 the validators stay as they are; after a 200 they are what it brought, also when it brought none.
        succeeded(
                source,
                feed.notModified() ? Optional.empty() : Optional.of(new Validators(feed.etag(), feed.lastModified())),
                feed,
                items,
                prospect);
    }

    /**
     * Ends a poll of whose items others are still dealing with some; the next one asks for the whole feed again.
     *
     * @param items how many the feed had
     */
    public void succeededInPart(String source, Fetched feed, int items) {
        succeeded(source, Optional.empty(), feed, items, Prospect.NONE);
    }

    /** @param read the validators from now on; those there were when empty */
    private void succeeded(String source, Optional<Validators> read, Fetched feed, int items, Prospect prospect) {
        database.sql(SUCCEEDED)
                .param("name", source)
                .param("node", node)
                .param("keep", read.isEmpty())
                .param("etag", read.flatMap(Validators::etag).orElse(null))
                .param("lastModified", read.flatMap(Validators::lastModified).orElse(null))
                .param("due", prospect.due().map(SourceStates::utc).orElse(null), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("unchanged", prospect.unchanged())
                .param("content", prospect.content().orElse(null), Types.VARCHAR)
                .param("status", feed.notModified() ? 304 : 200)
                .param("items", items)
                .param("now", utc(clock.instant()))
                .update();
    }

    /**
     * Ends a poll that was put off, because a host is not to be asked just now; it counts neither way.
     *
     * @param notBefore when it is to be tried again; empty when the schedule decides
     */
    public void deferred(String source, Optional<Instant> notBefore) {
        database.sql(DEFERRED)
                .param("name", source)
                .param("node", node)
                .param("notBefore", notBefore.map(SourceStates::utc).orElse(null), Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    /**
     * Ends a poll that failed; the next one asks for the whole feed again.
     *
     * @param notBefore when the site wants to be asked again; empty when it did not say
     * @return how many polls have failed in a row
     */
    public int failed(String source, String error, Optional<Instant> notBefore) {
        return failed(source, error, new Rest(notBefore, Optional.empty(), false, OptionalInt.empty()));
    }

    int failed(String source, String error, Rest rest) {
        return database.sql(FAILED)
                .param("name", source)
                .param("node", node)
                .param("error", error)
                .param("notBefore", rest.notBefore().map(SourceStates::utc).orElse(null), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("standing", rest.standing().map(Standing::word).orElse(null), Types.VARCHAR)
                .param("siteFailures", rest.site() ? 1 : 0)
                .param("status", rest.status().isPresent() ? rest.status().getAsInt() : null, Types.INTEGER)
                .param("now", utc(clock.instant()))
                .query(Integer.class)
                .single();
    }

    /**
     * When the source is asked next, as far as its schedule and its state tell; empty when it is not.
     *
     * @param state empty when it was never polled
     */
    public Optional<Instant> nextDue(Source source, Optional<SourceState> state) {
        return state.map(known -> nextDue(source, known)).orElseGet(() -> Rhythm.next(source, clock.instant()));
    }

    Optional<Instant> nextDue(Source source, SourceState state) {
        if (state.standing() == Standing.GONE) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Instant earliest = Stream.of(state.notBefore(), state.dueAt())
                .flatMap(Optional::stream)
                .max(Instant::compareTo)
                .filter(now::isBefore)
                // A firing at that very second is used.
                .map(time -> time.minusMillis(1))
                .orElse(now);
        return Rhythm.next(source, earliest);
    }

    /** Every source that was ever polled, by name. */
    public List<SourceState> all() {
        return database.sql(LIST).query((row, number) -> state(row)).list();
    }

    /** One source's, if it was ever polled. */
    public Optional<SourceState> of(String source) {
        return database.sql(STATE)
                .param("name", source)
                .query((row, number) -> state(row))
                .optional();
    }

    private static SourceState state(ResultSet row) throws SQLException {
        return new SourceState(
                row.getString("name"),
                instant(row, "last_polled"),
                instant(row, "last_succeeded"),
                Optional.ofNullable(row.getString("last_error")),
                row.getObject("last_status") == null ? OptionalInt.empty() : OptionalInt.of(row.getInt("last_status")),
                row.getInt("consecutive_failures"),
                row.getInt("site_failures"),
                Standing.of(row.getString("standing")),
                instant(row, "not_before"),
                instant(row, "due_at"),
                row.getInt("unchanged"),
                row.getInt("moved_seen") >= Move.BELIEVED ? Optional.of(row.getString("moved_to")) : Optional.empty(),
                row.getLong("polls"),
                row.getLong("items"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
