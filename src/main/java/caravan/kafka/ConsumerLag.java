package caravan.kafka;

import caravan.UnavailableException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records wait for each leg: what its topic holds behind the offsets its consumer group has committed, in all
 * processes together. Also the gauge {@code caravan.leg.lag}, in records. Thread-safe.
 */
public final class ConsumerLag implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * A leg that reads a topic.
     *
     * @param name of the leg's route, which is its consumer group too
     */
    public record Leg(String name, String topic) {}

    private final List<Leg> legs;
    private final Admin admin;
    private volatile Map<String, Long> lags = Map.of();

    public ConsumerLag(KafkaClients kafka, List<Leg> legs, MeterRegistry meters) {
        this.legs = List.copyOf(legs);
        this.admin = Admin.create(kafka.with(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis())));
        for (Leg leg : legs) {
            Gauge.builder("caravan.leg.lag", this, lag -> lag.of(leg.name()).orElse(0))
                    .description("Records that wait for the leg")
                    .tag("leg", leg.name())
                    .register(meters);
        }
    }

    /** Counted when it was last {@linkplain #measure measured}; empty before that, or where there is no such leg. */
    public OptionalLong of(String leg) {
        Long lag = lags.get(leg);
        return lag == null ? OptionalLong.empty() : OptionalLong.of(lag);
    }

    /** The legs' names, in their order. */
    public List<String> legs() {
        return legs.stream().map(Leg::name).toList();
    }

    /** @throws UnavailableException when the brokers do not answer; what was measured before stays */
    public void measure() {
        try {
            Map<TopicPartition, Long> ends = ends();
            Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = admin.listConsumerGroupOffsets(legs.stream()
                            .collect(Collectors.toMap(Leg::name, leg -> new ListConsumerGroupOffsetsSpec())))
                    .all()
                    .get();
            Map<TopicPartition, Long> beginnings = offsets(ends, OffsetSpec.earliest());
            Map<String, Long> measured = new LinkedHashMap<>();
            for (Leg leg : legs) {
                Map<TopicPartition, OffsetAndMetadata> offsets = committed.get(leg.name());
                measured.put(
                        leg.name(),
                        ends.entrySet().stream()
                                .filter(end -> end.getKey().topic().equals(leg.topic()))
                                .mapToLong(
                                        end -> Math.max(0, end.getValue() - taken(end.getKey(), offsets, beginnings)))
                                .sum());
            }
            lags = measured;
        } catch (ExecutionException e) {
            throw new UnavailableException("The lag of the legs cannot be told: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("Interrupted while the lag of the legs was asked for", e);
        } catch (KafkaException e) {
            throw new UnavailableException("The lag of the legs cannot be told: " + e.getMessage(), e);
        }
    }

    /** What lies before the beginning is gone and waits for nobody. */
    private static long taken(
            TopicPartition partition,
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, Long> beginnings) {
        OffsetAndMetadata offset = committed.get(partition);
        long beginning = beginnings.get(partition);
        return offset == null ? beginning : Math.max(beginning, offset.offset());
    }

    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> partitions = new HashMap<>();
        admin.describeTopics(legs.stream().map(Leg::topic).collect(Collectors.toSet()))
                .allTopicNames()
                .get()
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition -> partitions.put(new TopicPartition(topic, partition.partition()), 0L)));
        return offsets(partitions, OffsetSpec.latest());
    }

    private Map<TopicPartition, Long> offsets(Map<TopicPartition, Long> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listOffsets(partitions.keySet().stream().collect(Collectors.toMap(Function.identity(), of -> which)))
                .all()
                .get()
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    @Override
    public void close() {
        admin.close(PATIENCE);
    }
}
