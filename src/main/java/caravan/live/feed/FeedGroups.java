package caravan.live.feed;

import caravan.UnavailableException;
import caravan.kafka.KafkaClients;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer groups by which one process reads the whole of some topics, from a little before it started: made with it,
 * and removed with it.
 *
 * <p>Kafka's own {@code auto.offset.reset=by_duration} would do without, but leaves a partition that is empty unread
 * until its request times out, which is half a minute.
 */
public final class FeedGroups implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FeedGroups.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Map<String, String> topics;
    private final Admin admin;

    /**
     * @param topics that are read, by their groups, which nobody may have used before
     * @param back how far before now they begin
     * @throws UnavailableException when the brokers do not answer
     */
    public FeedGroups(KafkaClients kafka, Map<String, String> topics, Duration back) {
        this.topics = Map.copyOf(topics);
        this.admin = Admin.create(kafka.with(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis())));
        try {
            for (Map.Entry<String, String> group : topics.entrySet()) {
                admin.alterConsumerGroupOffsets(
                                group.getKey(),
                                offsets(group.getValue(), Instant.now().minus(back)))
                        .all()
                        .get();
            }
        } catch (ExecutionException | KafkaException e) {
            admin.close();
            throw new UnavailableException("The feed's groups cannot be made: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            admin.close();
            Thread.currentThread().interrupt();
            throw new UnavailableException("Interrupted while the feed's groups were made", e);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(String topic, Instant from)
            throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions =
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList();
        // The end first: a record that comes in between is then read.
        Map<TopicPartition, ListOffsetsResultInfo> ends = list(partitions, OffsetSpec.latest());
        Map<TopicPartition, ListOffsetsResultInfo> since =
                list(partitions, OffsetSpec.forTimestamp(from.toEpochMilli()));
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            long found = since.get(partition).offset();
            offsets.put(
                    partition,
                    new OffsetAndMetadata(found < 0 ? ends.get(partition).offset() : found));
        }
        return offsets;
    }

    private Map<TopicPartition, ListOffsetsResultInfo> list(List<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        return admin.listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), of -> which)))
                .all()
                .get();
    }

    @Override
    public void close() {
        try {
            admin.deleteConsumerGroups(topics.keySet()).all().get();
        } catch (ExecutionException | KafkaException e) {
            // Kafka forgets them by itself after its retention of offsets.
            LOG.debug("The feed's groups are left to Kafka: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            admin.close(PATIENCE);
        }
    }
}
