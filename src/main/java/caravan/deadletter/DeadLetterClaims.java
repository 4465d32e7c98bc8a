package caravan.deadletter;

import caravan.Sql;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who may replay or discard a dead letter: one at a time, over all processes. A claim that is not ended runs out, so that
 * what a process held when it died can be claimed again. Thread-safe.
 */
public final class DeadLetterClaims {

    private static final String CLAIM = Sql.named("dead-letters/claim");
    private static final String CLAIM_NEXT = Sql.named("dead-letters/claim-next");
    private static final String COUNT_OPEN = Sql.named("dead-letters/count-open");
    private static final String RELEASE = Sql.named("dead-letters/release");
    private static final String DECIDE = Sql.named("dead-letters/decide").replace(":#", ":");
    private static final OffsetDateTime BEFORE_ALL =
            Instant.parse("-4000-01-01T00:00:00Z").atOffset(ZoneOffset.UTC);

    private final JdbcClient database;
    private final String topic;
    private final String node;
    private final Duration lease;
    private final Clock clock;

    /**
     * @param topic of the dead letters
     * @param node this process's name among its like
     * @param lease how long a claim keeps others away; longer than a replay takes
     */
    public DeadLetterClaims(JdbcClient database, String topic, String node, Duration lease, Clock clock) {
        this.database = database;
        this.topic = topic;
        this.node = node;
        this.lease = lease;
        this.clock = clock;
    }

    /** A dead letter that is ours for now. */
    public record Claim(DeadLetter letter, String token) {}

    /** Empty when there is none with this id, it is decided already, or somebody else's. */
    public Optional<Claim> claim(DeadLetterId id) {
        String token = token();
        return id(statement(CLAIM, token), id)
                .query((row, number) -> new Claim(DeadLetterIndex.deadLetter(row), token))
                .optional();
    }

    /**
     * The oldest that is meant and free.
     *
     * @param replays only what was replayed less often
     * @param behind only what comes after this one
     */
    public Optional<Claim> claimNext(DeadLetterFilter filter, int replays, Optional<DeadLetter> behind) {
        String token = token();
        return statement(CLAIM_NEXT, token)
                .params(filter.parameters())
                .param("replays", replays)
                .param(
                        "lastFailedAt",
                        behind.map(last -> last.failedAt().atOffset(ZoneOffset.UTC))
                                .orElse(BEFORE_ALL))
                .param(
                        "lastPartition",
                        behind.map(last -> last.id().partition()).orElse(0))
                .param("lastOffset", behind.map(last -> last.id().offset()).orElse(0L))
                .query((row, number) -> new Claim(DeadLetterIndex.deadLetter(row), token))
                .optional();
    }

    /** How many {@link #claimNext} would find. */
    public int open(DeadLetterFilter filter, int replays) {
        return database.sql(COUNT_OPEN)
                .param("topic", topic)
                .param("now", now())
                .params(filter.parameters())
                .param("replays", replays)
                .query(Integer.class)
                .single();
    }

    /** Gives a claim up; one that has run out changes nothing. */
    public void release(Claim claim) {
        id(
                        database.sql(RELEASE).param("topic", topic).param("claim", claim.token()),
                        claim.letter().id())
                .update();
    }

    /** Notes what the topic says by now. */
    public void decided(DeadLetterId id, DeadLetterState state, DeadLetter.Decision decision) {
        id(database.sql(DECIDE).param("topic", topic), id)
                .param("state", state.word())
                .param("at", decision.at().atOffset(ZoneOffset.UTC))
                .param("by", decision.by())
                .param("to", decision.to().orElse(null))
                .update();
    }

    private JdbcClient.StatementSpec statement(String sql, String token) {
        return database.sql(sql)
                .param("topic", topic)
                .param("claim", token)
                .param("now", now())
                .param("until", now().plus(lease));
    }

    private static JdbcClient.StatementSpec id(JdbcClient.StatementSpec statement, DeadLetterId id) {
        return statement.param("partition", id.partition()).param("offset", id.offset());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** Of this claim alone, for the same process may claim the same dead letter again when this one has run out. */
    private String token() {
        return node + '/' + UUID.randomUUID();
    }
}
