package caravan.deadletter;

import caravan.UnavailableException;
import caravan.kafka.KafkaClients;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Looks records up where they are: a dead letter by its id, and the record it was once made of, as long as that is kept.
 * Joins no group and commits nothing. Thread-safe; one look at a time.
 */
public final class DeadLetterTopic implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE_FOR_ONE = Duration.ofSeconds(5);
    /** One record is wanted, and those beside it soon; a larger one comes all the same. */
    private static final int BYTES = 256 * 1024;

    private static final int BYTES_KEPT = 8 * 1024 * 1024;
    private static final Duration KEPT = Duration.ofSeconds(10);
    /** Which topics there are is said by headers, and so by anybody. */
    private static final int MOST_OPEN = 10;

    private final KafkaClients kafka;
    private final String topic;
    /** What came with what was asked for: who replays many asks for them one after the other. */
    private final Cache<DeadLetter.Origin, ConsumerRecord<byte[], byte[]>> beside = Caffeine.newBuilder()
            .expireAfterWrite(KEPT)
            .maximumWeight(BYTES_KEPT)
            .weigher((DeadLetter.Origin place, ConsumerRecord<byte[], byte[]> record) ->
                    1_000 + Math.max(0, record.serializedValueSize()))
            .executor(Runnable::run)
            .build();

    /** One for each topic, since to turn to another one costs a consumer a tenth of a second. */
    private final Map<String, KafkaConsumer<byte[], byte[]>> open = new HashMap<>();

    /** @param topic of the dead letters */
    public DeadLetterTopic(KafkaClients kafka, String topic) {
        this.kafka = kafka;
        this.topic = topic;
    }

    /** @throws UnavailableException when the brokers do not answer */
    public Optional<ConsumerRecord<byte[], byte[]>> letter(DeadLetterId id) {
        return record(new DeadLetter.Origin(topic, id.partition(), id.offset()));
    }

    /** @throws UnavailableException when the brokers do not answer */
    public synchronized Optional<ConsumerRecord<byte[], byte[]>> record(DeadLetter.Origin place) {
        ConsumerRecord<byte[], byte[]> known = beside.getIfPresent(place);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            return look(place);
        } catch (OffsetOutOfRangeException | NoOffsetForPartitionException e) {
            return Optional.empty();
        } catch (KafkaException e) {
            close();
            throw new UnavailableException("Kafka at %s: %s".formatted(kafka, e.getMessage()), e);
        }
    }

    private Optional<ConsumerRecord<byte[], byte[]>> look(DeadLetter.Origin place) {
        if (open.size() > MOST_OPEN) {
            close();
        }
        KafkaConsumer<byte[], byte[]> one = open.computeIfAbsent(place.topic(), unknown -> consumer(BYTES));
        TopicPartition partition = new TopicPartition(place.topic(), place.partition());
        List<PartitionInfo> there = one.partitionsFor(place.topic(), PATIENCE);
        if (there == null || there.stream().noneMatch(info -> info.partition() == place.partition())) {
            return Optional.empty();
        }
        one.assign(List.of(partition));
        one.seek(partition, place.offset());
        long patientUntil = System.nanoTime() + PATIENCE_FOR_ONE.toNanos();
        while (one.position(partition) <= place.offset() && System.nanoTime() < patientUntil) {
            Optional<ConsumerRecord<byte[], byte[]>> found = poll(one, place);
            if (found.isPresent()) {
                return found;
            }
        }
        if (one.position(partition) <= place.offset()
                && place.offset() < one.endOffsets(List.of(partition), PATIENCE).get(partition)) {
            throw new UnavailableException("Kafka at %s does not give %s".formatted(kafka, place));
        }
        return Optional.empty();
    }

    /** What is asked for may be too large to be kept. */
    private Optional<ConsumerRecord<byte[], byte[]>> poll(KafkaConsumer<byte[], byte[]> one, DeadLetter.Origin place) {
        ConsumerRecord<byte[], byte[]> found = null;
        for (ConsumerRecord<byte[], byte[]> record : one.poll(POLL)) {
            beside.put(new DeadLetter.Origin(record.topic(), record.partition(), record.offset()), record);
            if (record.offset() == place.offset()) {
                found = record;
            }
        }
        return Optional.ofNullable(found);
    }

    /**
     * Reads the topic of dead letters from its beginning to where it ends now, each partition in its order.
     *
     * @throws UnavailableException when the brokers do not answer
     */
    public void readAll(Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (KafkaConsumer<byte[], byte[]> all = consumer(ConsumerConfig.DEFAULT_MAX_PARTITION_FETCH_BYTES)) {
            List<TopicPartition> partitions = all.partitionsFor(topic, PATIENCE).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = all.endOffsets(partitions, PATIENCE);
            for (TopicPartition partition : partitions) {
                all.assign(List.of(partition));
                all.seekToBeginning(List.of(partition));
                read(all, partition, ends.get(partition), reader);
            }
        } catch (KafkaException e) {
            throw new UnavailableException("Kafka at %s: %s".formatted(kafka, e.getMessage()), e);
        }
    }

    private void read(
            KafkaConsumer<byte[], byte[]> all,
            TopicPartition partition,
            long end,
            Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        long patientUntil = System.nanoTime() + PATIENCE.toNanos();
        while (all.position(partition, PATIENCE) < end) {
            long before = all.position(partition);
            all.poll(POLL).forEach(reader);
            if (all.position(partition) > before) {
                patientUntil = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > patientUntil) {
                throw new UnavailableException(
                        "Kafka at %s gives nothing of %s from offset %d on".formatted(kafka, partition, before));
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(int bytes) {
        return new KafkaConsumer<>(
                kafka.with(Map.of(
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        bytes,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) PATIENCE.toMillis())),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public synchronized void close() {
        open.values().forEach(KafkaConsumer::close);
        open.clear();
    }
}
