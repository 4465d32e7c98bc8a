package caravan.testing;

import caravan.Application;
import caravan.ServiceAddresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One Caravan on the shared services, without sources, for all tests that only look at it or feed its topics. */
public final class RunningCaravan {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private RunningCaravan() {}

    /** Started when first asked for, stopped with the JVM. */
    public static Application shared() {
        return Shared.CARAVAN;
    }

    /** Another one of its own, on the shared services, with settings changed; the caller closes it. */
    public static Application start(Path data, Map<String, String> settings) {
        try {
            Path sources = data.resolve("no-sources.yaml");
            Files.createDirectories(data);
            Files.writeString(sources, "sources: []\n");
            ServiceAddresses services = Services.addresses();
            Map<String, String> all = new HashMap<>(Map.ofEntries(
                    Map.entry("caravan.data", data.toString()),
                    Map.entry("sources.file", sources.toString()),
                    Map.entry("models.file", "classpath:lexicon-only.yaml"),
                    Map.entry("kafka.brokers", services.kafkaBrokers()),
                    Map.entry("redis.url", services.redisUrl()),
                    Map.entry("postgres.url", services.postgresUrl()),
                    Map.entry("topic.replication-factor", "1"),
                    // A test's days are small, and it waits for them to be published.
                    Map.entry("lake.publish.budget", "1000"),
                    // Tests on one PostgreSQL read the same wire, each at an address of its own.
                    Map.entry("dedupe.window", "0s"),
                    // Several run at a time, most of them with nothing to do: they need not look for it all the time.
                    Map.entry("lanes.batch.hipri", "pollTimeoutMs=50&batchingIntervalMs=50"),
                    Map.entry("lanes.batch.stdpri", "pollTimeoutMs=50&batchingIntervalMs=50"),
                    Map.entry("http.port", "0")));
            all.putAll(settings);
            return Application.start(Services.settings(all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer to a request of any method with any headers ({@code name, value, name, value, …}). */
    public static HttpResponse<String> ask(String method, URI address, String... headers) {
        return send(method, address, HttpRequest.BodyPublishers.noBody(), headers);
    }

    /** An answer to a POST with a body. */
    public static HttpResponse<String> post(URI address, String body, String... headers) {
        return send("POST", address, HttpRequest.BodyPublishers.ofString(body), headers);
    }

    /** An answer to a request of any method with a body. */
    public static HttpResponse<String> send(String method, URI address, String body, String... headers) {
        return send(method, address, HttpRequest.BodyPublishers.ofString(body), headers);
    }

    private static HttpResponse<String> send(
            String method, URI address, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20)).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking " + address, e);
        }
    }

    private static final class Shared {

        static final Application CARAVAN = start();

        private static Application start() {
            try {
                Application caravan =
                        RunningCaravan.start(Files.createTempDirectory(Path.of("target"), "caravan-"), Map.of());
                Runtime.getRuntime().addShutdownHook(new Thread(caravan::close, "stop-caravan"));
                return caravan;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
