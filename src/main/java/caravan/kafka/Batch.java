package caravan.kafka;

import caravan.UnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * A poll's worth of records on its way through a leg: taken apart, and committed when the leg's sink has taken it all.
 *
 * <p>camel-kafka hands over a list of exchanges and, as the list's own commit, that of the last record alone, which
 * would leave every other partition uncommitted; so the last record of each partition is committed here. Stateless.
 */
public final class Batch {

    /** The exchange property that keeps the records while the body changes. */
    public static final String PROPERTY = "batch";

    /**
     * The records as messages of their own: what a route does to one must not reach the record, whose headers are
     * needed for the commit.
     */
    public List<Message> records(@ExchangeProperty(PROPERTY) List<Exchange> batch) {
        return batch.stream().map(record -> record.getMessage().copy()).toList();
    }

    /**
     * Commits the batch's offsets; on the consumer's own thread only.
     *
     * @throws UnavailableException when the group has moved on, so that the batch will be read again by another member
     */
    public void commit(@ExchangeProperty(PROPERTY) List<Exchange> batch) {
        Map<TopicPartition, KafkaManualCommit> last = new LinkedHashMap<>();
        for (Exchange record : batch) {
            Message message = record.getMessage();
            last.put(
                    new TopicPartition(
                            message.getHeader(KafkaConstants.TOPIC, String.class),
                            message.getHeader(KafkaConstants.PARTITION, Integer.class)),
                    message.getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class));
        }
        last.forEach((partition, commit) -> {
            try {
                commit.commit();
            } catch (KafkaException e) {
                throw new UnavailableException("The offset of %s was not committed".formatted(partition), e);
            }
        });
    }

    /**
     * Which offsets these records have, as {@code topic-partition} to {@link OffsetRanges} as text, for the sink to
     * record.
     */
    public static Map<String, String> offsets(Collection<Message> records) {
        Map<String, List<Long>> offsets = new TreeMap<>();
        for (Message message : records) {
            String partition = message.getHeader(KafkaConstants.TOPIC, String.class) + "-"
                    + message.getHeader(KafkaConstants.PARTITION, Integer.class);
            offsets.computeIfAbsent(partition, key -> new ArrayList<>())
                    .add(message.getHeader(KafkaConstants.OFFSET, Long.class));
        }
        Map<String, String> ranges = new TreeMap<>();
        offsets.forEach((partition, those) ->
                ranges.put(partition, OffsetRanges.of(those).toString()));
        return ranges;
    }
}
