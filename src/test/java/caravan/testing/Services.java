package caravan.testing;

import caravan.ServiceAddresses;
import caravan.config.Settings;
import caravan.embedded.EmbeddedServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Kafka, Redis and PostgreSQL for tests: real ones, started when first asked for, shared by all tests of the JVM and
 * stopped with it. Tests keep out of each other's way by topics, keys and article ids of their own.
 */
public final class Services {

    private Services() {}

    /** Where they are. */
    public static ServiceAddresses addresses() {
        return Shared.SERVICES.addresses();
    }

    /** The shipped settings with some changed, untouched by the environment of the machine. */
    public static Settings settings(Map<String, String> changed) {
        return Settings.load(Optional.empty(), Map.of(), new Properties(), changed);
    }

    private static final class Shared {

        static final EmbeddedServices SERVICES = start();

        private static EmbeddedServices start() {
            try {
                Path data = Files.createTempDirectory(Path.of("target"), "services-");
                EmbeddedServices services = EmbeddedServices.start(settings(Map.of(
                        "caravan.data", data.toString(),
                        "embedded.kafka.port", "0",
                        "embedded.redis.port", "0",
                        "embedded.postgres.port", "0")));
                Runtime.getRuntime().addShutdownHook(new Thread(services::close, "stop-services"));
                return services;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
