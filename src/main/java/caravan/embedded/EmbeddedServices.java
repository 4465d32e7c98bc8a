package caravan.embedded;

import caravan.ServiceAddresses;
import caravan.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka, Redis and PostgreSQL: those for which the settings give no address are started here, all at once, with their
 * data under {@code caravan.data}.
 */
public final class EmbeddedServices implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServices.class);

    private final ServiceAddresses addresses;
    private final List<AutoCloseable> started;

    private EmbeddedServices(ServiceAddresses addresses, List<AutoCloseable> started) {
        this.addresses = addresses;
        this.started = List.copyOf(started);
    }

    /** Returns when all of them take connections; when one does not start, the others are stopped again. */
    public static EmbeddedServices start(Settings settings) {
        Path data = settings.path("caravan.data");
        Optional<CompletableFuture<EmbeddedKafka>> kafka = unlessGiven(
                settings,
                "kafka.brokers",
                () -> EmbeddedKafka.start(
                        data.resolve("kafka"),
                        Ports.freeOr(port(settings, "embedded.kafka.port")),
                        settings.integer("topic.max-message-bytes", 1024, Integer.MAX_VALUE)));
        Optional<CompletableFuture<EmbeddedRedis>> redis = unlessGiven(
                settings,
                "redis.url",
                () -> EmbeddedRedis.start(data.resolve("redis"), port(settings, "embedded.redis.port")));
        Optional<CompletableFuture<EmbeddedPostgreSql>> postgres = unlessGiven(
                settings,
                "postgres.url",
                () -> EmbeddedPostgreSql.start(data.resolve("postgres"), port(settings, "embedded.postgres.port")));
        List<AutoCloseable> started = new ArrayList<>();
        try {
            // In the order of closing: what the others' clients write to last is closed last.
            kafka.map(CompletableFuture::join).ifPresent(started::add);
            redis.map(CompletableFuture::join).ifPresent(started::add);
            postgres.map(CompletableFuture::join).ifPresent(started::add);
            return new EmbeddedServices(
                    new ServiceAddresses(
                            kafka.map(future -> future.join().brokers())
                                    .orElseGet(() -> settings.text("kafka.brokers")),
                            redis.map(future -> future.join().url()).orElseGet(() -> settings.text("redis.url")),
                            postgres.map(future -> future.join().url()).orElseGet(() -> settings.text("postgres.url"))),
                    started);
        } catch (CompletionException e) {
            List.of(kafka, redis, postgres).forEach(service -> service.ifPresent(EmbeddedServices::closeIfStarted));
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    public ServiceAddresses addresses() {
        return addresses;
    }

    @Override
    public void close() {
        started.parallelStream().forEach(EmbeddedServices::closeOne);
    }

    private static int port(Settings settings, String key) {
        return settings.integer(key, 0, 65_535);
    }

    private static <T> Optional<CompletableFuture<T>> unlessGiven(Settings settings, String key, Supplier<T> start) {
        return settings.optional(key).isPresent()
                ? Optional.empty()
                : Optional.of(CompletableFuture.supplyAsync(start, task -> {
                    Thread thread = new Thread(task, "start-" + key);
                    thread.setDaemon(true);
                    thread.start();
                }));
    }

    private static void closeIfStarted(CompletableFuture<? extends AutoCloseable> service) {
        try {
            closeOne(service.join());
        } catch (CompletionException e) {
            LOG.debug("Not started, so there is nothing to close", e);
        }
    }

    private static void closeOne(AutoCloseable service) {
        try {
            service.close();
        } catch (Exception e) {
            throw new IllegalStateException("An embedded service did not stop: " + e.getMessage(), e);
        }
    }
}
