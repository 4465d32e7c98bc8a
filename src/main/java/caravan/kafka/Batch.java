package caravan.kafka;

import caravan.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommit;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
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
        try {
            commit(last.values());
        } catch (KafkaException e) {
            throw new UnavailableException("The offsets of %s were not committed".formatted(last.keySet()), e);
        }
    }

    /** All partitions in one request where Camel shows its consumer: each request costs the batch a round trip. */
    private static void commit(Collection<KafkaManualCommit> commits) {
        if (!commits.stream().allMatch(DefaultKafkaManualCommit.class::isInstance)) {
            commits.forEach(KafkaManualCommit::commit);
            return;
        }
        List<DefaultKafkaManualCommit> shown =
                commits.stream().map(DefaultKafkaManualCommit.class::cast).toList();
        if (!shown.isEmpty()) {
            DefaultKafkaManualCommit any = shown.get(0);
            any.getCamelExchangePayload()
                    .consumer
                    .commitSync(
                            shown.stream()
                                    .collect(Collectors.toMap(
                                            commit -> commit.getKafkaRecordPayload().partition,
                                            commit -> new OffsetAndMetadata(
                                                    commit.getKafkaRecordPayload().recordOffset + 1))),
                            Duration.ofMillis(any.getKafkaRecordPayload().commitTimeout));
        }
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
