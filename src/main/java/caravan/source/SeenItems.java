package caravan.source;

import caravan.Sql;
import caravan.article.ArticleId;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The items that have been seen, in PostgreSQL, so that an article is not emitted again at later polls and after
 * restarts, and so that an undated one keeps the time at which it was first seen. Two sources that bring an article at
 * the same moment may both emit it, with the same id; what is behind Kafka takes it as one.
 *
 * <p>An item is finished when its article is acknowledged by Kafka, skipped, or a dead letter. One that was seen but
 * not finished, because the process died, is taken up again at the next poll. Thread-safe.
 */
public final class SeenItems extends ServiceSupport implements IdempotentRepository {

    private static final String FIRST_SEEN = Sql.named("seen/first-seen");
    private static final String IS_FINISHED = Sql.named("seen/is-finished");
    private static final String FINISH = Sql.named("seen/finish");
    private static final String FORGET = Sql.named("seen/forget");

    private final JdbcClient database;
    private final Clock clock;

    public SeenItems(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * When the article was first seen, by whichever source; now, if never before.
     *
     * @param dated whether the item has a date of its own; if not, the time is durable on return
     */
    public Instant firstSeen(ArticleId article, String source, boolean dated) {
        return database.sql(FIRST_SEEN)
                .param("articleId", article.value())
                .param("source", source)
                .param("dated", dated)
                .param("now", now())
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    /** @return whether the article is finished */
    @Override
    public boolean contains(String articleId) {
        return database.sql(IS_FINISHED)
                .param("articleId", UUID.fromString(articleId))
                .query(Boolean.class)
                .single();
    }

    /** Marks an article that has been seen as finished. */
    @Override
    public boolean add(String articleId) {
        return database.sql(FINISH)
                        .param("articleId", UUID.fromString(articleId))
                        .param("now", now())
                        .update()
                == 1;
    }

    /** Has the article emitted again when its feed shows it next. */
    @Override
    public boolean remove(String articleId) {
        return database.sql(FORGET)
                        .param("articleId", UUID.fromString(articleId))
                        .update()
                == 1;
    }

    /** The same as {@link #add}: there is no tentative entry that would have to be confirmed. */
    @Override
    public boolean confirm(String articleId) {
        return add(articleId);
    }

    /** Refused: forgetting everything would emit every article again. */
    @Override
    public void clear() {
        throw new UnsupportedOperationException("Seen items are not cleared; every article would be emitted again");
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
