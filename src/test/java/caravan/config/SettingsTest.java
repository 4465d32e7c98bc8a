package caravan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @TempDir
    private Path folder;

    private static Settings with(String key, String value) {
        return Settings.load(Optional.empty(), Map.of(), new Properties(), Map.of(key, value));
    }

    @Test
    void theLaterPlaceWins() throws IOException {
        Path file = folder.resolve("my.properties");
        Files.writeString(file, "topic.hipri=file\ntopic.stdpri=file\ntopic.alerts=file\nhttp.user=file\n");
        Properties system = new Properties();
        system.setProperty("topic.alerts", "system");
        system.setProperty("http.user", "system");
        Settings settings = Settings.load(
                Optional.of(file),
                Map.of("TOPIC_STDPRI", "environment", "TOPIC_ALERTS", "environment", "HTTP_USER", "environment"),
                system,
                Map.of("http.user", "command line"));
        assertThat(settings.text("topic.dead-letters")).isEqualTo("dead-letters");
        assertThat(settings.text("topic.hipri")).isEqualTo("file");
        assertThat(settings.text("topic.stdpri")).isEqualTo("environment");
        assertThat(settings.text("topic.alerts")).isEqualTo("system");
        assertThat(settings.text("http.user")).isEqualTo("command line");
        assertThat(settings.changed()).containsOnlyKeys("topic.hipri", "topic.stdpri", "topic.alerts", "http.user");
    }

    @Test
    void aSecretMayBeInAFileThatTheEnvironmentNames() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "open sesame\n");
        Map<String, String> environment = Map.of("HTTP_PASSWORD_FILE", file.toString());
        assertThat(Settings.load(Optional.empty(), environment, new Properties(), Map.of())
                        .text("http.password"))
                .isEqualTo("open sesame");
        assertThatThrownBy(() -> Settings.load(
                        Optional.empty(),
                        Map.of("HTTP_PASSWORD", "other", "HTTP_PASSWORD_FILE", file.toString()),
                        new Properties(),
                        Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("HTTP_PASSWORD_FILE")
                .hasMessageNotContaining("other are");
        assertThatThrownBy(() -> Settings.load(
                        Optional.empty(),
                        Map.of("REDIS_URL_FILE", folder.resolve("none").toString()),
                        new Properties(),
                        Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("REDIS_URL_FILE");
    }

    @Test
    void theEnvironmentSpellsDotsAndHyphensAsUnderscores() {
        Settings settings = Settings.load(
                Optional.empty(),
                Map.of("KAFKA_BROKERS", "k:9092", "FETCH_ALLOWED_HOSTS", "a, b:80 ,"),
                new Properties(),
                Map.of());
        assertThat(settings.optional("kafka.brokers")).hasValue("k:9092");
        assertThat(settings.list("fetch.allowed-hosts")).containsExactly("a", "b:80");
    }

    @Test
    void aSettingNobodyKnowsIsRefusedByNameAndPlace() throws IOException {
        assertThatThrownBy(() -> with("kafka.broker", "x"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("kafka.broker")
                .hasMessageContaining("command line");
        Path file = folder.resolve("typo.properties");
        Files.writeString(file, "lake.publich.after=1s\n");
        assertThatThrownBy(() -> Settings.load(Optional.of(file), Map.of(), new Properties(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("lake.publich.after")
                .hasMessageContaining("typo.properties");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Settings.load(
                        Optional.of(folder.resolve("none.properties")), Map.of(), new Properties(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("none.properties");
    }

    @Test
    void camelsOwnSettingsAndTiersAreFree() {
        assertThat(with("camel.main.shutdown-timeout", "3").text("camel.main.shutdown-timeout"))
                .isEqualTo("3");
        assertThat(with("weight.tier.gold", "3").numbers("weight.tier.", 0.1, 10))
                .containsEntry("gold", 3.0);
    }

    @Test
    void placeholdersAreFilled() {
        assertThat(with("caravan.data", "elsewhere").path("caravan.lake")).isEqualTo(Path.of("elsewhere/lake"));
        assertThatThrownBy(() -> with("caravan.data", "{{caravan.lake}}").path("caravan.lake"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("refers to itself");
        assertThatThrownBy(() -> with("caravan.data", "{{no.such}}").path("caravan.data"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no.such");
    }

    @Test
    void everyShippedSettingCanBeRead() throws IOException {
        Properties shipped = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            shipped.load(reader);
        }
        Settings settings = Settings.load(Optional.empty(), Map.of(), new Properties(), Map.of());
        assertThat(shipped.stringPropertyNames())
                .isNotEmpty()
                .allSatisfy(key ->
                        assertThat(settings.optional(key).orElse("")).as(key).doesNotContain("{{"));
        assertThat(settings.changed()).isEmpty();
    }

    @Test
    void aFileIsReadInUtf8AndOneThatIsNotIsNamed() throws IOException {
        Path file = folder.resolve("utf8.properties");
        Files.writeString(file, "http.user=Jürgen\n");
        assertThat(Settings.load(Optional.of(file), Map.of(), new Properties(), Map.of())
                        .text("http.user"))
                .isEqualTo("Jürgen");
        Files.write(file, new byte[] {'h', '=', (byte) 0xFC});
        assertThatThrownBy(() -> Settings.load(Optional.of(file), Map.of(), new Properties(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("utf8.properties");
    }

    @Test
    void whatIsKnownOnlyLaterIsAddedToACopy() {
        Settings before = with("http.user", "me");
        Settings after = before.with(Map.of("http.port", "4711"));
        assertThat(after.integer("http.port", 0, 65_535)).isEqualTo(4711);
        assertThat(after.text("http.user")).isEqualTo("me");
        assertThat(after.changed()).containsOnlyKeys("http.user", "http.port");
        assertThat(before.integer("http.port", 0, 65_535)).isEqualTo(8080);
        assertThatThrownBy(() -> before.with(Map.of("http.prot", "1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("http.prot");
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, 500",
        "30s, 30000",
        "5m, 300000",
        "7d, 604800000",
        "1h, 3600000",
        "0s, 0",
        "1h30m, 5400000",
        "1d12h, 129600000",
        "1m1s500ms, 61500",
        "2s500ms, 2500",
    })
    void spansOfTimeAreRead(String text, long millis) {
        assertThat(with("lake.grace", text).duration("lake.grace")).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void aComplaintNamesTheSettingAndWhatIsAllowed() {
        assertComplaint(with("lake.grace", "soon"), settings -> settings.duration("lake.grace"), "lake.grace", "30s");
        assertComplaint(with("lake.grace", "-5s"), settings -> settings.duration("lake.grace"), "lake.grace");
        assertComplaint(with("http.port", "x"), settings -> settings.integer("http.port", 0, 9), "http.port", "0 to 9");
        assertComplaint(
                with("http.port", "10"), settings -> settings.integer("http.port", 0, 9), "http.port", "0 to 9");
        assertComplaint(
                with("lake.publish.growth", "x"),
                settings -> settings.number("lake.publish.growth", 0, 1),
                "lake.publish.growth");
        assertComplaint(
                with("lake.publish.growth", "NaN"),
                settings -> settings.number("lake.publish.growth", 0, 1),
                "lake.publish.growth");
        assertComplaint(with("wire.enabled", "yes"), settings -> settings.flag("wire.enabled"), "wire.enabled", "true");
        assertComplaint(
                with("caravan.lake", "a\0b"), settings -> settings.path("caravan.lake"), "caravan.lake", "path");
        assertComplaint(
                with("weight.tier.gold", "11"), settings -> settings.numbers("weight.tier.", 0, 10), "gold", "10");
        assertComplaint(with("http.user", "x"), settings -> settings.text("http.usr"), "http.usr");
        assertComplaint(with("http.user", " "), settings -> settings.text("http.user"), "http.user", "empty");
    }

    private static void assertComplaint(Settings settings, Function<Settings, Object> reading, String... parts) {
        assertThatThrownBy(() -> reading.apply(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(parts);
    }
}
