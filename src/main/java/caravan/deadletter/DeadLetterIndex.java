package caravan.deadletter;

import caravan.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The dead letters as a table in PostgreSQL; filled from their topic, which is the truth. A record is listed whatever is
 * in its headers: one that could not be would hold all behind it. Thread-safe.
 */
public final class DeadLetterIndex {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterIndex.class);
    private static final OffsetDateTime UNKNOWN = Instant.EPOCH.atOffset(ZoneOffset.UTC);
    private static final int LAST_YEAR = 9999;
    private static final String LIST = Sql.named("dead-letters/list");

    private final JdbcClient database;
    private final String topic;

    /** @param topic of the dead letters; the table may hold those of others too */
    public DeadLetterIndex(JdbcClient database, String topic) {
        this.database = database;
        this.topic = topic;
    }

    /** The values of {@code sql/dead-letters/insert.sql} for a message of the topic, by name. */
    public Map<String, Object> row(Message message) {
        Map<String, Object> row = new HashMap<>();
        row.put("topic", topic);
        row.put("partition", message.getHeader(KafkaConstants.PARTITION, Integer.class));
        row.put("offset", message.getHeader(KafkaConstants.OFFSET, Long.class));
        row.put("failedAt", failedAt(message));
        String route = header(message, DeadLetterHeaders.ROUTE).orElse("");
        row.put("route", route);
        row.put("leg", DeadLetterLeg.of(route));
        row.put("source", header(message, DeadLetterHeaders.SOURCE).orElse(null));
        row.put("originTopic", header(message, DeadLetterHeaders.TOPIC).orElse(null));
        row.put(
                "originPartition",
                number(message, DeadLetterHeaders.PARTITION).map(Long::intValue).orElse(null));
        row.put("originOffset", number(message, DeadLetterHeaders.OFFSET).orElse(null));
        row.put("articleId", header(message, DeadLetterHeaders.ARTICLE).orElse(null));
        String errorClass = header(message, DeadLetterHeaders.ERROR_CLASS).orElse("");
        row.put("errorClass", errorClass);
        row.put("cause", errorClass.replaceFirst("^.*[.$]", ""));
        row.put("errorMessage", header(message, DeadLetterHeaders.ERROR_MESSAGE).orElse(""));
        row.put(
                "attempts",
                number(message, DeadLetterHeaders.ATTEMPTS).map(Long::intValue).orElse(1));
        row.put("bodyBytes", number(message, DeadLetterHeaders.BODY_BYTES).orElse(0L));
        row.put("bodyFile", header(message, DeadLetterHeaders.BODY_FILE).orElse(null));
        row.put(
                "replays",
                number(message, DeadLetterHeaders.REPLAYS).map(Long::intValue).orElse(0));
        row.put("replayedFrom", header(message, DeadLetterHeaders.REPLAYED_FROM).orElse(null));
        return row;
    }

    /** The latest dead letters, the newest first. */
    public List<DeadLetter> latest(int limit) {
        return database.sql(LIST)
                .param("topic", topic)
                .param("limit", limit)
                .query((row, number) -> deadLetter(row))
                .list();
    }

    private static DeadLetter deadLetter(ResultSet row) throws SQLException {
        String topic = row.getString("origin_topic");
        return new DeadLetter(
                row.getInt("topic_partition"),
                row.getLong("topic_offset"),
                row.getObject("failed_at", OffsetDateTime.class).toInstant(),
                row.getString("route"),
                Optional.ofNullable(row.getString("source")),
                topic == null
                        ? Optional.empty()
                        : Optional.of("%s-%d@%d"
                                .formatted(topic, row.getInt("origin_partition"), row.getLong("origin_offset"))),
                Optional.ofNullable(row.getString("article_id")),
                row.getString("error_class"),
                row.getString("error_message"),
                row.getInt("attempts"),
                row.getLong("body_bytes"),
                Optional.ofNullable(row.getString("body_file")));
    }

    /** The epoch for a record that does not say, or says what PostgreSQL could not keep. */
    private static OffsetDateTime failedAt(Message message) {
        Optional<String> time = header(message, DeadLetterHeaders.TIME);
        try {
            return time.map(text -> Instant.parse(text).atOffset(ZoneOffset.UTC))
                    .filter(instant -> instant.getYear() >= 0 && instant.getYear() <= LAST_YEAR)
                    .orElse(UNKNOWN);
        } catch (DateTimeException e) {
            LOG.debug("A dead letter says it failed at '{}'", time.orElse(""), e);
            return UNKNOWN;
        }
    }

    /** camel-kafka hands headers over as the bytes they travelled as; PostgreSQL keeps all of them but NUL. */
    private static Optional<String> header(Message message, String name) {
        return Optional.ofNullable(message.getHeader(name, String.class)).map(text -> text.replace('\0', ' '));
    }

    private static Optional<Long> number(Message message, String name) {
        return header(message, name).filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
    }
}
