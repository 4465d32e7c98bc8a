package caravan.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.config.ConfigurationException;
import caravan.testing.Services;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaClientsTest {

    private static final String JAAS = "org.example.Login required password=\"hush\";";
    private static final Map<String, String> LOGIN = Map.of(
            "kafka.security.protocol", "SASL_PLAINTEXT",
            "kafka.sasl.mechanism", "SCRAM-SHA-512",
            "kafka.sasl.jaas.config", JAAS);

    @Test
    void everyClientGetsTheLoginUnderKafkasOwnNames() {
        KafkaClients kafka = KafkaClients.of(Services.settings(LOGIN), "k:9092");
        assertThat(kafka.with(Map.of("acks", "all")))
                .containsOnly(
                        Map.entry("bootstrap.servers", "k:9092"),
                        Map.entry("acks", "all"),
                        Map.entry("security.protocol", "SASL_PLAINTEXT"),
                        Map.entry("sasl.mechanism", "SCRAM-SHA-512"),
                        Map.entry("sasl.jaas.config", JAAS));
        assertThat(kafka).hasToString("k:9092");
    }

    @Test
    void withoutSettingsThereIsNone() {
        assertThat(KafkaClients.of(Services.settings(Map.of()), "k:9092").with(Map.of()))
                .isEqualTo(KafkaClients.plain("k:9092").with(Map.of()))
                .containsOnlyKeys("bootstrap.servers");
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.security.protocol, TLS",
        "kafka.sasl.mechanism, MAGIC",
        "kafka.sasl.jaas.config, ''",
        "kafka.ssl.truststore.location, /no/such/file",
        "kafka.ssl.keystore.type, BOX",
        "kafka.sasl.jaas.config, Login hush",
    })
    void whatCannotBeUsedIsNamedAndTheSecretIsNot(String key, String value) {
        Map<String, String> settings = new HashMap<>(LOGIN);
        settings.put(key, value);
        assertThatThrownBy(() -> KafkaClients.of(Services.settings(settings), "k:9092"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key)
                .hasMessageNotContaining("hush");
    }
}
