package caravan.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What is in topics now, from the first record to the last. */
public final class TopicContents {

    private TopicContents() {}

    /** The distinct keys. */
    public static Set<String> keys(String brokers, String... topics) {
        return values(brokers, topics).keySet();
    }

    /** The last value of each key; a record without a key has the empty one. */
    public static Map<String, String> values(String brokers, String... topics) {
        Map<String, String> values = new TreeMap<>();
        records(brokers, topics)
                .forEach(record ->
                        values.put(record.key() == null ? "" : record.key(), new String(record.value(), UTF_8)));
        return values;
    }

    /** How many records there are. */
    public static int count(String brokers, String... topics) {
        return records(brokers, topics).size();
    }

    private static List<ConsumerRecord<String, byte[]>> records(String brokers, String... topics) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = Arrays.stream(topics)
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
