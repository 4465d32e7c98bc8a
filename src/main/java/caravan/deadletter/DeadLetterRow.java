package caravan.deadletter;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of a record of the topic of dead letters what the table is told: a new dead letter, or what was decided of one. A
 * record is listed whatever is in its headers: one that could not be would hold all behind it. Thread-safe.
 */
public final class DeadLetterRow {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterRow.class);
    private static final OffsetDateTime UNKNOWN = Instant.EPOCH.atOffset(ZoneOffset.UTC);
    private static final int LAST_YEAR = 9999;

    private final String topic;

    /** @param topic of the dead letters */
    public DeadLetterRow(String topic) {
        this.topic = topic;
    }

    /** Text of a record's header, null where it has none. */
    @FunctionalInterface
    interface Headers {
        String get(String name);
    }

    /** The values of {@code sql/dead-letters/insert.sql} for a message of the topic, by name. */
    public Map<String, Object> letter(Message message) {
        return letter(id(message), name -> message.getHeader(name, String.class));
    }

    /** The values of {@code sql/dead-letters/decide.sql} for a message with {@link DeadLetterHeaders#OUTCOME}. */
    public Map<String, Object> decision(Message message) {
        return decision(name -> message.getHeader(name, String.class));
    }

    private static DeadLetterId id(Message message) {
        return new DeadLetterId(
                message.getHeader(KafkaConstants.PARTITION, Integer.class),
                message.getHeader(KafkaConstants.OFFSET, Long.class));
    }

    Map<String, Object> letter(DeadLetterId id, Headers headers) {
        Map<String, Object> row = new HashMap<>();
        row.put("topic", topic);
        row.put("partition", id.partition());
        row.put("offset", id.offset());
        row.put("failedAt", time(headers));
        String route = text(headers, DeadLetterHeaders.ROUTE).orElse("");
        row.put("route", route);
        row.put("leg", DeadLetterLeg.of(route));
        row.put("source", text(headers, DeadLetterHeaders.SOURCE).orElse(null));
        row.put("originTopic", text(headers, DeadLetterHeaders.TOPIC).orElse(null));
        row.put("originPartition", whole(headers, DeadLetterHeaders.PARTITION).orElse(null));
        row.put("originOffset", number(headers, DeadLetterHeaders.OFFSET).orElse(null));
        row.put("articleId", text(headers, DeadLetterHeaders.ARTICLE).orElse(null));
        String error = text(headers, DeadLetterHeaders.ERROR_CLASS).orElse("");
        row.put("errorClass", error);
        row.put("cause", DeadLetter.Cause.wordOf(error));
        row.put("errorMessage", text(headers, DeadLetterHeaders.ERROR_MESSAGE).orElse(""));
        row.put("attempts", whole(headers, DeadLetterHeaders.ATTEMPTS).orElse(1));
        row.put("bodyBytes", number(headers, DeadLetterHeaders.BODY_BYTES).orElse(0L));
        row.put("bodyFile", text(headers, DeadLetterHeaders.BODY_FILE).orElse(null));
        row.put("replays", whole(headers, DeadLetterHeaders.REPLAYS).orElse(0));
        row.put("replayedFrom", text(headers, DeadLetterHeaders.REPLAYED_FROM).orElse(null));
        return row;
    }

    Map<String, Object> decision(Headers headers) {
        Optional<DeadLetterId> id = text(headers, DeadLetterHeaders.OUTCOME_OF).flatMap(DeadLetterId::parse);
        Map<String, Object> row = new HashMap<>();
        row.put("topic", topic);
        row.put("partition", id.map(DeadLetterId::partition).orElse(null));
        row.put("offset", id.map(DeadLetterId::offset).orElse(null));
        row.put("state", text(headers, DeadLetterHeaders.OUTCOME).orElse(null));
        row.put("at", time(headers));
        row.put("by", text(headers, DeadLetterHeaders.OUTCOME_BY).orElse(""));
        row.put("to", text(headers, DeadLetterHeaders.OUTCOME_TO).orElse(null));
        return row;
    }

    /** The epoch for a record that does not say, or says what PostgreSQL could not keep. */
    private static OffsetDateTime time(Headers headers) {
        Optional<String> time = text(headers, DeadLetterHeaders.TIME);
        try {
            return time.map(text -> Instant.parse(text).atOffset(ZoneOffset.UTC))
                    .filter(instant -> instant.getYear() >= 0 && instant.getYear() <= LAST_YEAR)
                    .orElse(UNKNOWN);
        } catch (DateTimeException e) {
            LOG.debug("A dead letter says it failed at '{}'", time.orElse(""), e);
            return UNKNOWN;
        }
    }

    /** PostgreSQL keeps every character but NUL. */
    private static Optional<String> text(Headers headers, String name) {
        return Optional.ofNullable(headers.get(name)).map(text -> text.replace('\0', ' '));
    }

    private static Optional<Long> number(Headers headers, String name) {
        return text(headers, name).filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
    }

    private static Optional<Integer> whole(Headers headers, String name) {
        return number(headers, name).map(Long::intValue);
    }
}
