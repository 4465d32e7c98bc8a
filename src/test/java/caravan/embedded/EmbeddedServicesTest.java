package caravan.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.RedisClient;
import caravan.ServiceAddresses;
import caravan.config.Settings;
import caravan.testing.Services;
import caravan.testing.ServicesProcess;
import caravan.testing.TopicContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written to the embedded services is there again, however the process that held them ended. */
class EmbeddedServicesTest {

    private static final String TOPIC = "kept";

    @TempDir
    private Path folder;

    @Test
    void whatWasWrittenOutlivesEveryDeathAndIsFoundAtTheSameAddresses() throws Exception {
        Path data = folder.resolve("data");
        Map<String, String> ports = Map.of(
                "embedded.kafka.port", Integer.toString(Ports.free()),
                "embedded.redis.port", Integer.toString(Ports.free()),
                "embedded.postgres.port", Integer.toString(Ports.free()));
        ServiceAddresses addresses;
        List<ProcessHandle> orphans;
        try (ServicesProcess first = ServicesProcess.start(data, ports)) {
            addresses = first.addresses();
            prepare(addresses);
            write(addresses, "first");
            first.kill(false);
            orphans = first.children().stream().filter(ProcessHandle::isAlive).toList();
            assertThat(orphans).as("Redis and PostgreSQL live on").isNotEmpty();
        }
        try (ServicesProcess second = ServicesProcess.start(data, ports)) {
            assertThat(orphans).as("and are stopped").noneMatch(ProcessHandle::isAlive);
            assertThat(second.addresses()).isEqualTo(addresses);
            assertThat(contents(addresses)).containsOnly("first");
            write(addresses, "second");
            second.kill(true);
        }
        try (EmbeddedServices third = EmbeddedServices.start(settings(data, ports))) {
            assertThat(third.addresses()).isEqualTo(addresses);
            assertThat(contents(addresses)).containsOnly("first", "second");
            write(addresses, "third");
        }
        long start = System.nanoTime();
        try (EmbeddedServices last = EmbeddedServices.start(settings(data, ports))) {
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("after it was stopped as it should be, Kafka waits for no former self")
                    .isLessThan(Duration.ofSeconds(8));
            assertThat(contents(last.addresses())).containsOnly("first", "second", "third");
        }
    }

    @Test
    void oneThatDoesNotStartIsNamedAndTheOthersAreStoppedAgain() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("postgres"), "in the way");
        int redis = Ports.free();
        Map<String, String> settings =
                Map.of("kafka.brokers", "127.0.0.1:1", "embedded.redis.port", Integer.toString(redis));
        assertThatThrownBy(() -> EmbeddedServices.start(settings(data, settings)))
                .hasMessageContaining(data.resolve("postgres").toString());
        assertThat(Ports.isFree(redis)).isTrue();
    }

    @Test
    void nothingIsStartedForWhichAnAddressIsGiven() {
        Path data = folder.resolve("data");
        Map<String, String> given = Map.of("kafka.brokers", "k:1", "redis.url", "r", "postgres.url", "p");
        try (EmbeddedServices none = EmbeddedServices.start(settings(data, given))) {
            assertThat(none.addresses()).isEqualTo(new ServiceAddresses("k:1", "r", "p"));
        }
        assertThat(data).doesNotExist();
    }

    private static Settings settings(Path data, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put("caravan.data", data.toString());
        return Services.settings(all);
    }

    private static void prepare(ServiceAddresses addresses)
            throws SQLException, ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", addresses.kafkaBrokers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        try (Connection connection = DriverManager.getConnection(addresses.postgresUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("create table kept (word text)");
        }
    }

    private static void write(ServiceAddresses addresses, String word)
            throws SQLException, ExecutionException, InterruptedException {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", addresses.kafkaBrokers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, word, word.getBytes(UTF_8)))
                    .get();
        }
        try (RedisClient redis = RedisClient.connect(addresses.redisUrl())) {
            redis.template().opsForSet().add(TOPIC, word);
        }
        try (Connection connection = DriverManager.getConnection(addresses.postgresUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("insert into kept values ('%s')".formatted(word));
        }
    }

    /** The words that all three hold; fails when they do not agree. */
    private static List<String> contents(ServiceAddresses addresses) throws SQLException {
        List<String> words = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(addresses.postgresUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select word from kept")) {
            while (rows.next()) {
                words.add(rows.getString(1));
            }
        }
        assertThat(TopicContents.keys(addresses.kafkaBrokers(), TOPIC)).containsExactlyInAnyOrderElementsOf(words);
        try (RedisClient redis = RedisClient.connect(addresses.redisUrl())) {
            assertThat(redis.template().opsForSet().members(TOPIC)).containsExactlyInAnyOrderElementsOf(words);
        }
        return words;
    }
}
