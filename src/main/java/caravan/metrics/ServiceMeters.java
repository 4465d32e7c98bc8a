package caravan.metrics;

import caravan.kafka.KafkaClients;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.RedisConnectionCommands;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Whether Kafka, Redis and PostgreSQL answered when they were asked last: {@code caravan.service.up}. Thread-safe. */
public final class ServiceMeters implements AutoCloseable {

    public static final String KAFKA = "kafka";
    public static final String REDIS = "redis";
    public static final String POSTGRESQL = "postgresql";

    private static final Logger LOG = LoggerFactory.getLogger(ServiceMeters.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Admin admin;
    private final Map<String, Ping> pings;
    private final Map<String, AtomicInteger> up;

    private interface Ping {
        void send() throws Exception;
    }

    /** All count as up until they were asked: a start needs them. */
    public ServiceMeters(KafkaClients kafka, StringRedisTemplate redis, DataSource database, MeterRegistry registry) {
        this.admin = Admin.create(kafka.with(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis())));
        this.pings = Map.of(
                KAFKA, () -> admin.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS),
                REDIS, () -> redis.execute((RedisCallback<String>) RedisConnectionCommands::ping),
                POSTGRESQL, () -> ping(database));
        this.up = Map.of(KAFKA, new AtomicInteger(1), REDIS, new AtomicInteger(1), POSTGRESQL, new AtomicInteger(1));
        up.forEach((service, state) -> Gauge.builder("caravan.service.up", state, AtomicInteger::get)
                .description("1 while the service answers")
                .tag("service", service)
                .register(registry));
    }

    /** By name. */
    public static List<String> services() {
        return List.of(KAFKA, REDIS, POSTGRESQL);
    }

    /** Asks one of {@link #services}; that it does not answer is an answer. */
    public void look(String service) {
        AtomicInteger state = up.get(service);
        try {
            pings.get(service).send();
            if (state.getAndSet(1) == 0) {
                LOG.info("{} answers again", service);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            if (state.getAndSet(0) == 1) {
                LOG.warn("{} does not answer: {}", service, e.toString());
            }
        }
    }

    private static void ping(DataSource database) throws Exception {
        try (Connection connection = database.getConnection()) {
            if (!connection.isValid((int) PATIENCE.toSeconds())) {
                throw new java.sql.SQLTransientConnectionException("The connection is not valid");
            }
        }
    }

    @Override
    public void close() {
        admin.close(PATIENCE);
    }
}
