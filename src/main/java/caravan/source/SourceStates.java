package caravan.source;

import caravan.Sql;
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
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is remembered of each source from poll to poll, in PostgreSQL: its validators, who polls it now, how it went.
 * Thread-safe; shared by all processes on one database.
 */
public final class SourceStates {

    private static final String CLAIM = Sql.named("sources/claim");
    private static final String HOLD = Sql.named("sources/hold");
    private static final String VALIDATORS = Sql.named("sources/validators");
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
     * @return false when another process had this firing or still polls the source, or it is to be left alone for now
     */
    public boolean claim(String source, Instant firing) {
        Instant now = clock.instant();
        boolean claimed = database.sql(CLAIM)
                        .param("name", source)
                        .param("node", node)
                        .param("now", utc(now))
                        .param("until", utc(now.plus(lease)))
                        .param("firing", utc(firing))
                        .update()
                == 1;
        if (claimed) {
            held.put(source, now);
        }
        return claimed;
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
        return database.sql(VALIDATORS)
                .param("name", source)
                .query((row, number) -> new Validators(
                        Optional.ofNullable(row.getString("etag")),
                        Optional.ofNullable(row.getString("last_modified"))))
                .optional()
                .orElse(Validators.NONE);
    }

    /**
     * Ends a poll whose every item has been dealt with; only now do its validators count.
     *
     * @param items how many the feed had
     */
    public void succeeded(String source, Fetched feed, int items) {
        // After a 304 the validators stay as they are; after a 200 they are what it brought, also when it brought none.
        succeeded(
                source,
                feed.notModified() ? Optional.empty() : Optional.of(new Validators(feed.etag(), feed.lastModified())),
                items);
    }

    /**
     * Ends a poll of whose items others are still dealing with some; the next one asks for the whole feed again.
     *
     * @param items how many the feed had
     */
    public void succeededInPart(String source, int items) {
        succeeded(source, Optional.empty(), items);
    }

    /** @param read the validators from now on; those there were when empty */
    private void succeeded(String source, Optional<Validators> read, int items) {
        database.sql(SUCCEEDED)
                .param("name", source)
                .param("node", node)
                .param("keep", read.isEmpty())
                .param("etag", read.flatMap(Validators::etag).orElse(null))
                .param("lastModified", read.flatMap(Validators::lastModified).orElse(null))
                .param("items", items)
                .param("now", utc(clock.instant()))
                .update();
    }

    /**
     * Ends a poll that failed; the next one asks for the whole feed again.
     *
     * @param notBefore when the site wants to be asked again; empty when it did not say
     * @return how many polls have failed in a row
     */
    public int failed(String source, String error, Optional<Instant> notBefore) {
        return database.sql(FAILED)
                .param("name", source)
                .param("node", node)
                .param("error", error)
                .param("notBefore", notBefore.map(SourceStates::utc).orElse(null), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("now", utc(clock.instant()))
                .query(Integer.class)
                .single();
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
                row.getInt("consecutive_failures"),
                instant(row, "not_before"),
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
