package caravan.kafka;

import caravan.config.ConfigurationException;
import caravan.config.Settings;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * What every client of Kafka is made with: where the brokers are, and how one logs in and is sure of whom one talks to.
 * The one place where this comes from, for camel-kafka as for our own consumers, producers and admin clients. Its text
 * tells nothing but the brokers. Immutable.
 */
public final class KafkaClients {

    private static final String PREFIX = "kafka.";
    private static final String PROTOCOL = "kafka.security.protocol";
    private static final String MECHANISM = "kafka.sasl.mechanism";
    private static final String JAAS = "kafka.sasl.jaas.config";
    private static final Set<String> PROTOCOLS = Set.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");
    private static final Set<String> MECHANISMS = Set.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");
    private static final List<String> STORES = List.of("kafka.ssl.truststore.location", "kafka.ssl.keystore.location");

    private final String brokers;
    private final Map<String, String> security;

    private KafkaClients(String brokers, Map<String, String> security) {
        this.brokers = brokers;
        this.security = Map.copyOf(security);
    }

    /** Without encryption and without a login, as the embedded Kafka is reached. */
    public static KafkaClients plain(String brokers) {
        return new KafkaClients(brokers, Map.of());
    }

    /**
     * By the settings {@code kafka.security.*}, {@code kafka.sasl.*} and {@code kafka.ssl.*}, which are Kafka's own names
     * behind {@code kafka.}; those that are empty are left to Kafka.
     *
     * @param brokers as {@code bootstrap.servers} wants it
     * @throws ConfigurationException that names the setting that cannot be used, and no secret
     */
    public static KafkaClients of(Settings settings, String brokers) {
        Map<String, String> security = new TreeMap<>();
        for (String prefix : List.of("kafka.security.", "kafka.sasl.", "kafka.ssl.")) {
            settings.keys(prefix).forEach(key -> settings.optional(key)
                    .ifPresent(value -> security.put(key.substring(PREFIX.length()), value)));
        }
        check(settings);
        return new KafkaClients(brokers, security);
    }

    /** Whether the settings ask for a login or for encryption. */
    public static boolean areSecured(Settings settings) {
        return settings.optional(PROTOCOL)
                .filter(protocol -> !protocol.equals("PLAINTEXT"))
                .isPresent();
    }

    private static void check(Settings settings) {
        String protocol = settings.optional(PROTOCOL).orElse("PLAINTEXT");
        if (!PROTOCOLS.contains(protocol)) {
            throw new ConfigurationException("%s is '%s'; it must be one of %s"
                    .formatted(PROTOCOL, protocol, String.join(", ", sorted(PROTOCOLS))));
        }
        if (protocol.startsWith("SASL")) {
            String mechanism = settings.text(MECHANISM);
            if (!MECHANISMS.contains(mechanism)) {
                throw new ConfigurationException("%s is '%s'; it must be one of %s"
                        .formatted(MECHANISM, mechanism, String.join(", ", sorted(MECHANISMS))));
            }
            if (settings.optional(JAAS).isEmpty()) {
                throw new ConfigurationException(
                        "%s is empty; %s is %s, which needs it".formatted(JAAS, PROTOCOL, protocol));
            }
        }
        for (String store : STORES) {
            if (settings.optional(store).isPresent() && !Files.isReadable(settings.path(store))) {
                throw new ConfigurationException(
                        "%s is '%s', which cannot be read".formatted(store, settings.text(store)));
            }
        }
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream().sorted().toList();
    }

    /** Where the brokers are. */
    public String brokers() {
        return brokers;
    }

    /** Login and encryption alone, by Kafka's own names. */
    Map<String, String> security() {
        return security;
    }

    /** Everything a client needs, by Kafka's own names. */
    public Map<String, Object> with(Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(security);
        all.putAll(more);
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, brokers);
        return all;
    }

    @Override
    public String toString() {
        return brokers;
    }
}
