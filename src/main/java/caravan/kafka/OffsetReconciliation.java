package caravan.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.deadletter.DeadLetterHeaders;
import caravan.kafka.OffsetRanges.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Compares what consumer groups have committed with what their sink says it holds, offset by offset. Changes nothing:
 * joins no group and commits nothing.
 *
 * <p>Every offset below the committed one must be accounted for: recorded by the sink, set aside as a dead letter, a
 * record that gives nothing to keep, or no record at all (as transactions and compaction leave them). Any other is a
 * {@link Gap}.
 */
public final class OffsetReconciliation {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaClients kafka;
    private final String deadLetters;
    private final Predicate<byte[]> isKept;

    /**
     * @param deadLetters the topic of dead letters
     * @param isKept whether a record with this value is one that the sink keeps something of
     */
    public OffsetReconciliation(KafkaClients kafka, String deadLetters, Predicate<byte[]> isKept) {
        this.kafka = kafka;
        this.deadLetters = deadLetters;
        this.isKept = isKept;
    }

    /** @param inKafka whether the records are still there, to be read again */
    public record Gap(long first, long last, boolean inKafka) {}

    /**
     * What became of one partition's offsets.
     *
     * @param beginning the oldest offset Kafka still has
     * @param end the one behind the newest
     * @param committed the first the group has not taken; empty when it never took any
     * @param recorded how many of the committed ones the sink holds
     * @param setAside how many others are dead letters
     * @param withoutTrace how many others are records that give nothing to keep, or no records
     * @param isOther whether the sink holds offsets that this topic never had: it was made anew, and nothing can be told
     */
    public record Account(
            TopicPartition partition,
            long beginning,
            long end,
            OptionalLong committed,
            long recorded,
            long setAside,
            long withoutTrace,
            boolean isOther,
            List<Gap> gaps) {

        public boolean isGood() {
            return gaps.isEmpty() && !isOther;
        }
    }

    /**
     * @param groups the consumer group of each topic
     * @param recorded the offsets the sink holds, by {@code topic-partition}; asked for after the commits were
     * @param beganLater whether the sink did not have to take what is before the first offset it holds of a partition
     * @return in the order of topics and partitions
     * @throws UnprocessableException when there is no such topic
     * @throws UnavailableException when the brokers do not answer
     */
    public List<Account> reconcile(
            Map<String, String> groups, Supplier<Map<String, OffsetRanges>> recorded, boolean beganLater) {
        try (Admin admin = Admin.create(kafka.with(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis())))) {
            Map<TopicPartition, Long> committed = new HashMap<>();
            for (String group : groups.values()) {
                committed.putAll(committed(admin, group));
            }
            List<TopicPartition> partitions = partitions(admin, groups.keySet());
            Map<TopicPartition, Long> beginnings = offsets(admin, partitions, OffsetSpec.earliest());
            Map<TopicPartition, Long> ends = offsets(admin, partitions, OffsetSpec.latest());
            // After the commits: what is committed was recorded before.
            Map<String, OffsetRanges> held = recorded.get();
            List<Unfinished> accounts = partitions.stream()
                    .map(partition -> new Unfinished(
                            partition,
                            beginnings.get(partition),
                            ends.get(partition),
                            Optional.ofNullable(committed.get(partition)),
                            held.getOrDefault(partition.toString(), OffsetRanges.NONE),
                            beganLater))
                    .toList();
            if (accounts.stream().anyMatch(account -> !account.missing.isEmpty())) {
                explain(accounts, admin);
            }
            return accounts.stream().map(Unfinished::account).toList();
        } catch (ExecutionException e) {
            throw new UnavailableException(
                    "Kafka at %s: %s".formatted(kafka, e.getCause().getMessage()), e.getCause());
        } catch (KafkaException e) {
            throw new UnavailableException("Kafka at %s: %s".formatted(kafka, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("Interrupted while asking Kafka at " + kafka, e);
        }
    }

    private static Map<TopicPartition, Long> committed(Admin admin, String group)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> committed = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        offsets.forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset.offset());
            }
        });
        return committed;
    }

    private static List<TopicPartition> partitions(Admin admin, Collection<String> topics)
            throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            try {
                admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic)
                        .partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    throw new UnprocessableException("There is no topic " + topic, e);
                }
                throw e;
            }
        }
        partitions.sort(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
        return partitions;
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listOffsets(partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which)))
                .all()
                .get()
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /** Finds for what is missing whether it is a dead letter, gives nothing to keep, or is no record. */
    private void explain(List<Unfinished> accounts, Admin admin) throws ExecutionException, InterruptedException {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                kafka.with(Map.of(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            Map<String, OffsetRanges> setAside = setAside(consumer, admin);
            for (Unfinished account : accounts) {
                account.setAside(setAside.getOrDefault(account.partition.toString(), OffsetRanges.NONE));
                List<Long> kept = new ArrayList<>();
                OffsetRanges inKafka = account.inKafka();
                for (Range range : inKafka.ranges()) {
                    read(consumer, account.partition, range, record -> {
                        if (isKept.test(record.value())) {
                            kept.add(record.offset());
                        }
                    });
                }
                account.withoutTrace(inKafka.without(OffsetRanges.of(kept)));
            }
        }
    }

    /** The origins of all dead letters, by {@code topic-partition}. */
    private Map<String, OffsetRanges> setAside(KafkaConsumer<byte[], byte[]> consumer, Admin admin)
            throws ExecutionException, InterruptedException {
        Map<String, List<Long>> origins = new TreeMap<>();
        List<TopicPartition> partitions = partitions(admin, List.of(deadLetters));
        Map<TopicPartition, Long> beginnings = offsets(admin, partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(admin, partitions, OffsetSpec.latest());
        for (TopicPartition partition : partitions) {
            if (beginnings.get(partition) < ends.get(partition)) {
                Range all = new Range(beginnings.get(partition), ends.get(partition) - 1);
                read(consumer, partition, all, record -> origin(record, origins));
            }
        }
        Map<String, OffsetRanges> ranges = new HashMap<>();
        origins.forEach((partition, offsets) -> ranges.put(partition, OffsetRanges.of(offsets)));
        return ranges;
    }

    private static void origin(ConsumerRecord<byte[], byte[]> letter, Map<String, List<Long>> origins) {
        Optional<String> topic = header(letter, DeadLetterHeaders.TOPIC);
        Optional<String> partition = header(letter, DeadLetterHeaders.PARTITION);
        Optional<Long> offset = header(letter, DeadLetterHeaders.OFFSET)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf);
        if (topic.isPresent() && partition.isPresent() && offset.isPresent()) {
            origins.computeIfAbsent(topic.get() + "-" + partition.get(), key -> new ArrayList<>())
                    .add(offset.get());
        }
    }

    private static Optional<String> header(ConsumerRecord<byte[], byte[]> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, US_ASCII));
    }

    private interface Look {
        void at(ConsumerRecord<byte[], byte[]> record);
    }

    private static void read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, Range range, Look look) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, range.first());
        long patientUntil = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(partition) <= range.last()) {
            long before = consumer.position(partition);
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                if (record.offset() <= range.last()) {
                    look.at(record);
                }
            }
            if (consumer.position(partition) > before) {
                patientUntil = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > patientUntil) {
                throw new UnavailableException("%s gives no records from offset %d on".formatted(partition, before));
            }
        }
    }

    /** An account in the making. */
    private static final class Unfinished {

        private final TopicPartition partition;
        private final long beginning;
        private final long end;
        private final Optional<Long> committed;
        private final long recorded;
        private final boolean isOther;
        private OffsetRanges missing;
        private long setAside;
        private long withoutTrace;

        Unfinished(
                TopicPartition partition,
                long beginning,
                long end,
                Optional<Long> committed,
                OffsetRanges held,
                boolean beganLater) {
            this.partition = partition;
            this.beginning = beginning;
            this.end = end;
            this.committed = committed;
            long first = !beganLater
                    ? 0
                    : held.isEmpty() ? beginning : held.ranges().get(0).first();
            long behind = committed.orElse(0L);
            OffsetRanges expected =
                    first < behind ? new OffsetRanges(List.of(new Range(first, behind - 1))) : OffsetRanges.NONE;
            this.missing = expected.without(held);
            this.recorded = expected.count() - missing.count();
            List<Range> ranges = held.ranges();
            this.isOther = !ranges.isEmpty() && ranges.get(ranges.size() - 1).last() >= end;
        }

        void setAside(OffsetRanges letters) {
            OffsetRanges left = missing.without(letters);
            setAside = missing.count() - left.count();
            missing = left;
        }

        /** What is missing and still there. */
        OffsetRanges inKafka() {
            OffsetRanges gone =
                    beginning > 0 ? new OffsetRanges(List.of(new Range(0, beginning - 1))) : OffsetRanges.NONE;
            return missing.without(gone);
        }

        void withoutTrace(OffsetRanges offsets) {
            missing = missing.without(offsets);
            withoutTrace = offsets.count();
        }

        Account account() {
            OffsetRanges there = inKafka();
            List<Gap> gaps = new ArrayList<>();
            missing.without(there).ranges().forEach(range -> gaps.add(new Gap(range.first(), range.last(), false)));
            there.ranges().forEach(range -> gaps.add(new Gap(range.first(), range.last(), true)));
            return new Account(
                    partition,
                    beginning,
                    end,
                    committed.isPresent() ? OptionalLong.of(committed.get()) : OptionalLong.empty(),
                    recorded,
                    setAside,
                    withoutTrace,
                    isOther,
                    List.copyOf(gaps));
        }
    }
}
