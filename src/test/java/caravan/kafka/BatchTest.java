package caravan.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.deadletter.DeadLetters;
import caravan.testing.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Batches of a real broker on their way through a leg whose sub-route and sink do what the test wants. */
class BatchTest {

    private static final String BROKERS = Services.addresses().kafkaBrokers();
    private static final CamelContext NEVER_STARTED = new DefaultCamelContext();
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int PARTITIONS = 3;
    private static final int PER_PARTITION = 4;
    private static final int RECORDS = PARTITIONS * PER_PARTITION;

    /** A leg as those in routes: a batch, a sub-route for each record, one sink, one commit. */
    private static final class Leg extends RouteBuilder {

        private final String topic;
        private final AtomicInteger sinkFailures;
        private final List<List<String>> tried = new CopyOnWriteArrayList<>();
        private final List<String> taken = new CopyOnWriteArrayList<>();
        private final List<String> setAside = new CopyOnWriteArrayList<>();
        private final Map<String, String> offsets = new ConcurrentHashMap<>();
        private final List<Map<String, Object>> headers = new CopyOnWriteArrayList<>();

        private Leg(String topic, int sinkFailures) {
            this.topic = topic;
            this.sinkFailures = new AtomicInteger(sinkFailures);
        }

        @Override
        public void configure() {
            Batch batch = new Batch();
            from(("kafka:%s?brokers=%s&groupId=%s&batching=true&maxPollRecords=100&pollTimeoutMs=300"
                                    + "&batchingIntervalMs=300&autoCommitEnable=false&allowManualCommit=true"
                                    + "&breakOnFirstError=true&pollOnError=RECONNECT&autoOffsetReset=earliest")
                            .formatted(topic, BROKERS, topic))
                    .routeId(topic)
                    .errorHandler(noErrorHandler())
                    .setProperty(Batch.PROPERTY, body())
                    .bean(new BatchReader(Leg::read), "contents")
                    .split(exchangeProperty(BatchReader.LEFT), Survivors.moreBodies())
                    .to("direct:one")
                    .end()
                    .process(this::sink)
                    .bean(batch, "commit");

            from("direct:one")
                    .errorHandler(deadLetterChannel("direct:set-aside")
                            .deadLetterHandleNewException(false)
                            .maximumRedeliveries(0)
                            .logExhausted(false))
                    .process(record ->
                            record.getMessage().setBody(read(record.getMessage().getBody(byte[].class))))
                    .removeHeaders("*");

            from("direct:set-aside")
                    .errorHandler(noErrorHandler())
                    .process(record -> setAside.add(record.getMessage().getBody(String.class)))
                    .setProperty(DeadLetters.SET_ASIDE, constant(true));
        }

        private static String read(byte[] record) {
            String text = new String(record, UTF_8);
            if (text.startsWith("poison")) {
                throw new UnprocessableException("poison");
            }
            return text;
        }

        private void sink(Exchange exchange) {
            @SuppressWarnings("unchecked")
            List<String> bodies = exchange.getMessage().getBody(List.class);
            tried.add(List.copyOf(bodies));
            if (sinkFailures.getAndDecrement() > 0) {
                throw new UnavailableException("The sink is away");
            }
            taken.addAll(bodies);
            List<Exchange> records = batch(exchange);
            records.forEach(record -> headers.add(record.getMessage().getHeaders()));
            offsets.putAll(
                    Batch.offsets(records.stream().map(Exchange::getMessage).toList()));
        }

        @SuppressWarnings("unchecked")
        private static List<Exchange> batch(Exchange exchange) {
            return exchange.getProperty(Batch.PROPERTY, List.class);
        }
    }

    private static void run(Leg leg, String poison, Runnable check) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKERS))) {
            admin.createTopics(List.of(new NewTopic(leg.topic, PARTITIONS, (short) 1)))
                    .all()
                    .get();
            produce(leg.topic, poison);
            CamelContext context = new DefaultCamelContext();
            try {
                context.getShutdownStrategy().setTimeout(5);
                context.addRoutes(leg);
                context.start();
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(committed(admin, leg.topic))
                        .containsExactlyInAnyOrderEntriesOf(IntStream.range(0, PARTITIONS)
                                .boxed()
                                .collect(Collectors.toMap(partition -> partition, partition -> (long) PER_PARTITION))));
                check.run();
            } finally {
                context.stop();
            }
        }
    }

    private static void produce(String topic, String poison) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", BROKERS), new StringSerializer(), new ByteArraySerializer())) {
            for (String name : names()) {
                int partition = name.charAt(0) - '0';
                String body = name.equals(poison) ? "poison " + name : name;
                producer.send(new ProducerRecord<>(topic, partition, name, body.getBytes(UTF_8)))
                        .get();
            }
        }
    }

    /** Partition and number: 0-0, 0-1 and so on. */
    private static List<String> names() {
        return IntStream.range(0, RECORDS)
                .mapToObj(number -> "%d-%d".formatted(number / PER_PARTITION, number % PER_PARTITION))
                .toList();
    }

    private static Map<Integer, Long> committed(Admin admin, String group)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        return offsets.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().partition(), entry -> entry.getValue()
                        .offset()));
    }

    @Test
    void aPoisonInTheMiddleIsSetAsideAndEveryPartitionIsCommitted() throws Exception {
        Leg leg = new Leg("plumbing-poison", 0);
        run(leg, "1-2", () -> {
            assertThat(leg.setAside).containsExactly("poison 1-2");
            List<String> expected = new ArrayList<>(names());
            expected.remove("1-2");
            assertThat(leg.taken).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(leg.taken.stream().filter(name -> name.startsWith("1")))
                    .as("in the partition's order")
                    .containsExactly("1-0", "1-1", "1-3");
            assertThat(leg.headers)
                    .as("what the sub-route removed from its copies is still with the records")
                    .hasSize(RECORDS)
                    .allSatisfy(headers -> assertThat(headers)
                            .containsKeys(
                                    KafkaConstants.TOPIC,
                                    KafkaConstants.PARTITION,
                                    KafkaConstants.OFFSET,
                                    KafkaConstants.KEY,
                                    KafkaConstants.MANUAL_COMMIT));
            assertThat(leg.offsets).containsOnlyKeys("plumbing-poison-0", "plumbing-poison-1", "plumbing-poison-2");
        });
    }

    @Test
    void whatASinkDidNotTakeIsReadAgainUntilItDoes() throws Exception {
        Leg leg = new Leg("plumbing-sink", 3);
        run(leg, "none", () -> {
            assertThat(leg.tried.size()).isGreaterThan(3);
            assertThat(leg.taken).containsOnlyOnceElementsOf(names()).hasSize(RECORDS);
            assertThat(leg.setAside)
                    .as("a sink's failure is no fault of a record")
                    .isEmpty();
        });
    }

    @Test
    void theOffsetsOfABatchAreTheRangesOfEachPartition() {
        List<Message> batch = Stream.of(
                        record("a", 0, 7),
                        record("a", 1, 3),
                        record("a", 0, 8),
                        record("b", 0, 1),
                        record("a", 0, 12),
                        record("a", 0, 8))
                .map(Exchange::getMessage)
                .toList();
        assertThat(Batch.offsets(batch))
                .containsOnly(Map.entry("a-0", "7-8,12-12"), Map.entry("a-1", "3-3"), Map.entry("b-0", "1-1"));
        assertThat(Batch.offsets(List.of())).isEmpty();
    }

    @Test
    void theLastRecordOfEachPartitionIsCommitted() {
        List<String> commits = new ArrayList<>();
        List<Exchange> batch = List.of(record("a", 0, 7), record("a", 1, 3), record("a", 0, 8));
        batch.forEach(record -> record.getMessage().setHeader(KafkaConstants.MANUAL_COMMIT, (KafkaManualCommit)
                () -> commits.add(record.getMessage().getHeader(KafkaConstants.OFFSET, String.class))));
        new Batch().commit(batch);
        assertThat(commits).containsExactlyInAnyOrder("8", "3");
    }

    @Test
    void aGroupThatHasMovedOnFailsTheBatchByItsPartition() {
        Exchange record = record("a", 4, 7);
        record.getMessage().setHeader(KafkaConstants.MANUAL_COMMIT, (KafkaManualCommit) () -> {
            throw new CommitFailedException();
        });
        assertThatThrownBy(() -> new Batch().commit(List.of(record)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("a-4");
    }

    @Test
    void aRecordThatWasNotEvenSetAsideFailsTheBatchEvenIfTheNextSucceed() {
        Exchange failed = record("a", 0, 1);
        failed.setException(new UnavailableException("No dead letter today"));
        Exchange whole = record("a", 0, 0);
        Exchange batch = Survivors.bodies().aggregate(null, record("a", 0, 0), whole);
        batch = Survivors.bodies().aggregate(batch, failed, whole);
        batch = Survivors.bodies().aggregate(batch, record("a", 0, 2), whole);
        assertThat(batch.getException()).hasMessage("No dead letter today");
    }

    @Test
    void aBatchOfDeadLettersAloneIsEmpty() {
        Exchange letter = record("a", 0, 1);
        letter.setProperty(DeadLetters.SET_ASIDE, true);
        Exchange batch = Survivors.messages().aggregate(null, letter, letter);
        assertThat(batch.getMessage().getBody()).hasToString("[]");
        assertThat(batch.getException()).isNull();
    }

    private static Exchange record(String topic, int partition, long offset) {
        Exchange exchange = new DefaultExchange(NEVER_STARTED);
        Message message = exchange.getMessage();
        message.setHeader(KafkaConstants.TOPIC, topic);
        message.setHeader(KafkaConstants.PARTITION, partition);
        message.setHeader(KafkaConstants.OFFSET, offset);
        message.setBody(topic + partition + offset);
        return exchange;
    }
}
