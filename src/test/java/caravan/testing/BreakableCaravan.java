package caravan.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.ServiceAddresses;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A Caravan in a process of its own, everything it needs in others, and a Prometheus that watches it: Kafka, Redis and
 * PostgreSQL, a model behind HTTP, and a lake on a disk of its own where the machine lets it be mounted.
 *
 * <p>The alerts are the shipped ones with shortened durations ({@link QuickAlerts}). What Caravan does at intervals it does
 * each second, and it notices sooner than usual that Kafka is away.
 */
public final class BreakableCaravan implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What {@link #endpoint} is called among the models. */
    public static final String MODEL = "judge";

    private static final String MODELS = """
            models:
              - name: %s
                kind: chat
                deadline: 4s
                probe: 1s
                options: {url: "%s", model: m, attempts: 1, reply_format: text}
            default: %s
            """;

    private final Path folder;
    private final Deque<Runnable> endings = new ArrayDeque<>();
    private final ModelEndpoint endpoint;
    private final Optional<SmallDisk> disk;
    private final MortalServices services;
    private final CaravanProcess caravan;
    private final URI http;
    private final PrometheusServer prometheus;

    private BreakableCaravan(Path folder) throws IOException {
        this.folder = folder;
        try {
            endpoint = kept(ModelEndpoint.start(), ModelEndpoint::close);
            disk = SmallDisk.mount(lake(), "32m");
            disk.ifPresent(mounted -> endings.push(mounted::close));
            services = kept(MortalServices.start(folder), MortalServices::close);
            Files.writeString(folder.resolve("models.yaml"), MODELS.formatted(MODEL, endpoint.url(), MODEL));
            Files.writeString(folder.resolve("sources.yaml"), "sources: []\n");
            caravan = kept(
                    CaravanProcess.run(folder.resolve("caravan.log"), Map.of(), settings()), CaravanProcess::close);
            http = caravan.awaitRunning();
            prometheus = kept(PrometheusServer.start(folder, http, QuickAlerts.in(folder)), PrometheusServer::close);
            await("all is well at first").atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
                assertThat(health("").statusCode()).isEqualTo(200);
                assertThat(prometheus.query("up == 1").path("data").path("result"))
                        .isNotEmpty();
            });
        } catch (IOException | RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    /** Starts it in a folder, and returns when all is well. */
    public static BreakableCaravan start(Path folder) throws IOException {
        return new BreakableCaravan(folder);
    }

    private <T> T kept(T part, Consumer<T> end) {
        endings.push(() -> end.accept(part));
        return part;
    }

    private Map<String, String> settings() {
        ServiceAddresses addresses = services.addresses();
        return Map.ofEntries(
                Map.entry("kafka.brokers", addresses.kafkaBrokers()),
                Map.entry("redis.url", addresses.redisUrl()),
                Map.entry("postgres.url", addresses.postgresUrl()),
                Map.entry("caravan.data", folder.resolve("data").toString()),
                Map.entry("caravan.lake", lake().toString()),
                Map.entry("sources.file", folder.resolve("sources.yaml").toString()),
                Map.entry("models.file", folder.resolve("models.yaml").toString()),
                Map.entry("topic.replication-factor", "1"),
                Map.entry("topic.partitions", "2"),
                // What has waited for Kafka is scored by the same model all the same: each article has one row.
                Map.entry("analyse.lag-limit.high", "5m"),
                // The articles differ in a number only.
                Map.entry("dedupe.window", "0s"),
                Map.entry("retry.max-delay-ms", "1000"),
                Map.entry("metrics.cron", "* * * * * ?"),
                Map.entry("pipeline.lag.cron", "* * * * * ?"),
                Map.entry("lake.publish.after", "1s"),
                Map.entry("lake.publish.cron", "* * * * * ?"),
                // Kafka's own ways of noticing that a broker is away, in less time.
                Map.entry("camel.component.kafka.delivery-timeout-ms", "4000"),
                Map.entry("camel.component.kafka.request-timeout-ms", "3000"),
                Map.entry("camel.component.kafka.max-block-ms", "3000"),
                Map.entry("http.port", "0"));
    }

    public Path lake() {
        return folder.resolve("lake");
    }

    public MortalServices services() {
        return services;
    }

    /** Of the only model; what it does not answer is scored by the lexicon. */
    public ModelEndpoint endpoint() {
        return endpoint;
    }

    /** The lake's; empty where mounting is not allowed. */
    public Optional<SmallDisk> disk() {
        return disk;
    }

    /** Where its API is. */
    public URI http() {
        return http;
    }

    public boolean isAlive() {
        return caravan.isAlive();
    }

    /** What {@code /observe/health} answers. */
    public HttpResponse<String> health(String part) {
        return RunningCaravan.ask("GET", http.resolve("/observe/health" + part));
    }

    /** The names of the alerts that fire now. */
    public Set<String> firing() {
        return prometheus.firing();
    }

    @Override
    public void close() {
        while (!endings.isEmpty()) {
            endings.pop().run();
        }
    }
}
