package caravan.kafka;

import caravan.config.ConfigurationException;
import caravan.config.Settings;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
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
    private static final List<String> PREFIXES = List.of("kafka.security.", "kafka.sasl.", "kafka.ssl.");
    private static final List<String> STORES = List.of("JKS", "PKCS12", "PEM");
    private static final Map<String, List<String>> WORDS = Map.of(
            PROTOCOL,
            List.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"),
            MECHANISM,
            List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"),
            "kafka.ssl.truststore.type",
            STORES,
            "kafka.ssl.keystore.type",
            STORES);
    private static final Pattern LOGIN =
            Pattern.compile("[\\w.$]+ +(required|requisite|sufficient|optional)\\b[^\\p{Cntrl}]*;");

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
        for (String key : keys(settings)) {
            check(settings, key);
            settings.optional(key).ifPresent(value -> security.put(key.substring(PREFIX.length()), value));
        }
        return new KafkaClients(brokers, security);
    }

    /** Whether the settings ask for a login or for encryption. */
    public static boolean areSecured(Settings settings) {
        return settings.optional(PROTOCOL)
                .filter(protocol -> !protocol.equals("PLAINTEXT"))
                .isPresent();
    }

    /** What makes a client secure; the settings' names. */
    public static List<String> keys(Settings settings) {
        return PREFIXES.stream()
                .flatMap(prefix -> settings.keys(prefix).stream())
                .toList();
    }

    /** @throws ConfigurationException when one of {@link #keys} cannot be used; it names the setting and no secret */
    public static void check(Settings settings, String key) {
        Optional<String> value = settings.optional(key);
        boolean isLogin = settings.optional(PROTOCOL).orElse("").startsWith("SASL");
        if (value.isEmpty()) {
            if (isLogin && (key.equals(MECHANISM) || key.equals(JAAS))) {
                throw new ConfigurationException(
                        "%s is empty; %s is %s, which needs it".formatted(key, PROTOCOL, settings.text(PROTOCOL)));
            }
        } else if (WORDS.containsKey(key) && !WORDS.get(key).contains(value.get())) {
            throw new ConfigurationException(
                    "%s is '%s'; it must be one of %s".formatted(key, value.get(), String.join(", ", WORDS.get(key))));
        } else if (key.endsWith(".location") && !Files.isReadable(settings.path(key))) {
            throw new ConfigurationException("%s is '%s', which cannot be read".formatted(key, value.get()));
        } else if (key.equals(JAAS) && !LOGIN.matcher(value.get()).matches()) {
            throw new ConfigurationException(key + " is not CLASS required NAME=\"VALUE\" ...; on one line");
        } else if (value.get().chars().anyMatch(Character::isISOControl)) {
            throw new ConfigurationException(key + " holds a control character");
        }
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
