package caravan.cli;

import caravan.DataFolder;
import caravan.RedisClient;
import caravan.ServiceAddresses;
import caravan.config.Settings;
import caravan.embedded.EmbeddedKafka;
import caravan.embedded.EmbeddedRedis;
import caravan.embedded.Ports;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * A way to Redis, and to Kafka where it is wanted, for a single command: those the settings name, else those of the Caravan
 * which runs on the same data folder, else the embedded ones, started for as long as the command takes.
 */
final class LiveAccess implements AutoCloseable {

    private final Deque<AutoCloseable> opened;
    private final Optional<String> brokers;
    private final RedisClient redis;

    private LiveAccess(Deque<AutoCloseable> opened, Optional<String> brokers, RedisClient redis) {
        this.opened = opened;
        this.brokers = brokers;
        this.redis = redis;
    }

    static LiveAccess toRedis(Settings settings) {
        return open(settings, false);
    }

    static LiveAccess toRedisAndKafka(Settings settings) {
        return open(settings, true);
    }

    private static LiveAccess open(Settings settings, boolean withKafka) {
        Path data = settings.path("caravan.data");
        Optional<ServiceAddresses> running = DataFolder.running(data);
        Optional<String> url = settings.optional("redis.url").or(() -> running.map(ServiceAddresses::redisUrl));
        Optional<String> known =
                settings.optional("kafka.brokers").or(() -> running.map(ServiceAddresses::kafkaBrokers));
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            if (url.isEmpty() || (withKafka && known.isEmpty())) {
                opened.push(DataFolder.take(data));
            }
            if (withKafka && known.isEmpty()) {
                EmbeddedKafka kafka = EmbeddedKafka.start(
                        data.resolve("kafka"),
                        Ports.free(),
                        settings.integer("topic.max-message-bytes", 1024, Integer.MAX_VALUE));
                opened.push(kafka);
                known = Optional.of(kafka.brokers());
            }
            if (url.isEmpty()) {
                EmbeddedRedis server = EmbeddedRedis.start(data.resolve("redis"), Ports.free());
                opened.push(server);
                url = Optional.of(server.url());
            }
            RedisClient client = RedisClient.connect(url.get());
            opened.push(client);
            return new LiveAccess(opened, known, client);
        } catch (RuntimeException e) {
            close(opened);
            throw e;
        }
    }

    StringRedisTemplate redis() {
        return redis.template();
    }

    /** @throws java.util.NoSuchElementException when Kafka was not wanted */
    String brokers() {
        return brokers.orElseThrow();
    }

    @Override
    public void close() {
        close(opened);
    }

    private static void close(Deque<AutoCloseable> opened) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("A service did not stop: " + e.getMessage(), e);
            }
        }
    }
}
