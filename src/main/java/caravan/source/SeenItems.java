package caravan.source;

import caravan.Sql;
import caravan.article.ArticleId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The items that have been seen, in PostgreSQL, so that an article is emitted once, by whichever feeds, polls and
 * processes it is brought, and so that an undated one keeps the time at which it was first seen.
 *
 * <ol>
 *   <li>Whoever meets an article claims it, in one statement, durably. While the claim stands nobody else emits it.
 *   <li>The claim ends when the article is finished: acknowledged by Kafka, skipped, or a dead letter. This is for good.
 *   <li>When its poll fails the claim is given up, when its process dies it runs out, or is dropped by the node's next
 *       start; then whoever is shown the article next claims it. A feed therefore counts as read only when all its
 *       articles are finished ({@link #allFinished}), whoever claimed them.
 * </ol>
 *
 * <p>Where the database is away when a claim is to end, that is made up for when this process meets the article again.
 *
 * <p>A process that dies between Kafka's acknowledgement and the finish has the article emitted again, with the same
 * id; what is behind Kafka takes it as one. Thread-safe.
 */
public final class SeenItems extends ServiceSupport implements IdempotentRepository {

    private static final String FIRST_SEEN = Sql.named("seen/first-seen");
    private static final String CLAIM = Sql.named("seen/claim");
    private static final String HOLD = Sql.named("seen/hold");
    private static final String FINISH = Sql.named("seen/finish");
    private static final String RELEASE = Sql.named("seen/release");
    private static final String RELEASE_ALL = Sql.named("seen/release-all");
    private static final String REOPEN = Sql.named("seen/reopen");
    private static final String ALL_FINISHED = Sql.named("seen/all-finished");

    private final JdbcClient database;
    private final String node;
    private final Duration lease;
    private final Clock clock;
    /** The claims that ended while the database was away, for the next time their article is met. */
    private final Map<String, End> owed = new ConcurrentHashMap<>();

    private record End(String statement, String source) {}

    /**
     * @param node who claims; a name that no other running process has
     * @param lease how long a claim keeps others away when its process has died
     */
    public SeenItems(JdbcClient database, String node, Duration lease, Clock clock) {
        this.database = database;
        this.node = node;
        this.lease = lease;
        this.clock = clock;
    }

    /** Drops what this node still claims, which is what it held when it died; for the start, before anything is claimed. */
    public void releaseAll() {
        database.sql(RELEASE_ALL).param("node", node).update();
    }

    /**
     * Takes the article for a poll of {@code source}; on return the claim, and the time of a first sighting, are durable.
     *
     * @return false when it is finished or claimed, be it by another source of this process
     */
    public boolean claim(String article, String source) {
        settle(article);
        return changes(CLAIM, article, source);
    }

    /**
     * Goes on with a claim for another lease; to be called before the article is emitted.
     *
     * @return false when the claim ran out and another has taken the article over, or has finished it
     */
    public boolean hold(@ExchangeProperty("article") String article, @ExchangeProperty("source") String source) {
        return changes(HOLD, article, source);
    }

    /** Ends a claim, durably: the article is never emitted again. A claim that was lost changes nothing. */
    public boolean finish(@ExchangeProperty("article") String article, @ExchangeProperty("source") String source) {
        return end(FINISH, article, source);
    }

    /** Gives a claim up, so that the article is emitted by whoever is shown it next. */
    public boolean release(String article, String source) {
        return !owed.containsKey(article) && end(RELEASE, article, source);
    }

    /** Lets an article that was finished as a dead letter be emitted after all, by whoever claims it next. */
    public void reopen(ArticleId article) {
        database.sql(REOPEN).param("articleId", article.value()).update();
    }

    private boolean end(String statement, String article, String source) {
        try {
            return changes(statement, article, source);
        } catch (DataAccessException e) {
            owed.put(article, new End(statement, source));
            throw e;
        }
    }

    private void settle(String article) {
        End end = owed.get(article);
        if (end != null) {
            changes(end.statement(), article, end.source());
            owed.remove(article, end);
        }
    }

    /** When an article was claimed for the first time, by whichever source; the same for ever. */
    public Instant firstSeen(ArticleId article) {
        return database.sql(FIRST_SEEN)
                .param("articleId", article.value())
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    /** Whether none of these articles is still to be emitted, by whomever. */
    public boolean allFinished(Collection<ArticleId> articles) {
        return database.sql(ALL_FINISHED)
                .param("articleIds", articles.stream().map(ArticleId::toString).toArray(String[]::new))
                .query(Boolean.class)
                .single();
    }

    private boolean changes(String statement, String article, String source) {
        Instant now = clock.instant();
        return database.sql(statement)
                        .param("articleId", UUID.fromString(article))
                        .param("source", source)
                        .param("node", node)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("until", now.plus(lease).atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** Camel's word for {@link #claim}: an eager idempotent consumer calls it first of all. */
    @Override
    public boolean add(Exchange exchange, String article) {
        return claim(article, source(exchange));
    }

    /** Camel's word for {@link #finish}. */
    @Override
    public boolean confirm(Exchange exchange, String article) {
        return finish(article, source(exchange));
    }

    /** Camel's word for {@link #release}. */
    @Override
    public boolean remove(Exchange exchange, String article) {
        return release(article, source(exchange));
    }

    private static String source(Exchange exchange) {
        return exchange.getProperty("source", String.class);
    }

    /** Refused: a claim is some source's. */
    @Override
    public boolean add(String article) {
        throw withoutSource();
    }

    /** Refused: whether an article may be emitted is known by claiming it. */
    @Override
    public boolean contains(String article) {
        throw withoutSource();
    }

    /** Refused: a claim is some source's. */
    @Override
    public boolean remove(String article) {
        throw withoutSource();
    }

    /** Refused: a claim is some source's. */
    @Override
    public boolean confirm(String article) {
        throw withoutSource();
    }

    private static UnsupportedOperationException withoutSource() {
        return new UnsupportedOperationException("An article is claimed for a source, by an eager idempotent consumer");
    }

    /** Refused: forgetting everything would emit every article again. */
    @Override
    public void clear() {
        throw new UnsupportedOperationException("Seen items are not cleared; every article would be emitted again");
    }
}
