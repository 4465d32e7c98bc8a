package caravan.deadletter;

import caravan.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The dead letters as a table in PostgreSQL, to be searched; filled from their topic, which is the truth. Thread-safe. */
public final class DeadLetterIndex {

    private static final String LIST = Sql.named("dead-letters/list");
    private static final String COUNT = Sql.named("dead-letters/count");
    private static final String FIND = Sql.named("dead-letters/find");
    private static final String SUMMARY = Sql.named("dead-letters/summary");
    private static final String IS_EMPTY = Sql.named("dead-letters/is-empty");
    private static final String TOPIC = "topic";

    private final JdbcClient database;
    private final String topic;

    /** @param topic of the dead letters; the table may hold those of others too */
    public DeadLetterIndex(JdbcClient database, String topic) {
        this.database = database;
        this.topic = topic;
    }

    /** The latest dead letters, the newest first, without the first {@code offset} of them. */
    public List<DeadLetter> list(DeadLetterFilter filter, int limit, int offset) {
        return database.sql(LIST)
                .param(TOPIC, topic)
                .params(filter.parameters())
                .param("limit", limit)
                .param("offset", offset)
                .query((row, number) -> deadLetter(row))
                .list();
    }

    public int count(DeadLetterFilter filter) {
        return database.sql(COUNT)
                .param(TOPIC, topic)
                .params(filter.parameters())
                .query(Integer.class)
                .single();
    }

    public Optional<DeadLetter> find(DeadLetterId id) {
        return database.sql(FIND)
                .param(TOPIC, topic)
                .param("partition", id.partition())
                .param("offset", id.offset())
                .query((row, number) -> deadLetter(row))
                .optional();
    }

    /** How many there are of each state, and in it of each cause. */
    public Map<DeadLetterState, Map<String, Long>> summary() {
        Map<DeadLetterState, Map<String, Long>> summary = new TreeMap<>();
        database.sql(SUMMARY).param(TOPIC, topic).query().listOfRows().forEach(row -> summary.computeIfAbsent(
                        state((String) row.get("state")), state -> new TreeMap<>())
                .put((String) row.get("cause"), (Long) row.get("letters")));
        return summary;
    }

    public boolean isEmpty() {
        return database.sql(IS_EMPTY).param(TOPIC, topic).query(Boolean.class).single();
    }

    /** A row of the columns that {@code sql/dead-letters/find.sql} names. */
    static DeadLetter deadLetter(ResultSet row) throws SQLException {
        String origin = row.getString("origin_topic");
        Instant decided = instant(row, "decided_at");
        return new DeadLetter(
                new DeadLetterId(row.getInt("topic_partition"), row.getLong("topic_offset")),
                instant(row, "failed_at"),
                row.getString("route"),
                row.getString("leg"),
                Optional.ofNullable(row.getString("source")),
                origin == null
                        ? Optional.empty()
                        : Optional.of(new DeadLetter.Origin(
                                origin, row.getInt("origin_partition"), row.getLong("origin_offset"))),
                Optional.ofNullable(row.getString("article_id")),
                new DeadLetter.Cause(row.getString("error_class"), row.getString("error_message")),
                row.getInt("attempts"),
                row.getLong("body_bytes"),
                Optional.ofNullable(row.getString("body_file")),
                row.getInt("replays"),
                Optional.ofNullable(row.getString("replayed_from")),
                state(row.getString("state")),
                decided == null
                        ? Optional.empty()
                        : Optional.of(new DeadLetter.Decision(
                                decided,
                                Optional.ofNullable(row.getString("decided_by")).orElse(""),
                                Optional.ofNullable(row.getString("replayed_to")))));
    }

    private static DeadLetterState state(String word) {
        return DeadLetterState.of(word)
                .orElseThrow(() -> new IllegalStateException("The table of dead letters knows no state " + word));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
