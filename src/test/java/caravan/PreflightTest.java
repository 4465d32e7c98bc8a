package caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.config.ConfigurationException;
import caravan.testing.Services;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PreflightTest {

    /** Whatever is written there can be used. */
    private static final Set<String> FREE = Set.of("http.password");

    @TempDir
    private Path folder;

    private static Map<String, String> problems(String... keysAndValues) {
        Map<String, String> changed = new HashMap<>();
        for (int at = 0; at < keysAndValues.length; at += 2) {
            changed.put(keysAndValues[at], keysAndValues[at + 1]);
        }
        return Preflight.problems(Services.settings(changed));
    }

    static Stream<String> ownSettings() throws IOException {
        Properties shipped = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            shipped.load(reader);
        }
        return shipped.stringPropertyNames().stream()
                .filter(key -> !key.startsWith("camel.") && !FREE.contains(key))
                .sorted();
    }

    @Test
    void theShippedSettingsAndTheDemonstrationsCanBeUsed() {
        assertThat(problems()).isEmpty();
        assertThat(problems("wire.enabled", "true", "sources.file", "classpath:sources-demo.yaml"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ownSettings")
    void everySettingIsLookedAt(String key) {
        assertThat(problems(key, "no\0 \"such:thing\\"))
                .as("a setting that only a start would read belongs into Preflight")
                .containsKey(key)
                .extractingByKey(key)
                .asString()
                .contains(key);
    }

    @ParameterizedTest
    @CsvSource({
        "http.port, x",
        "http.port, 65536",
        "http.host, 203.0.113.7",
        "http.host, no such host",
        "http.host, 0.0.0.0",
        "http.host, [::1]",
        "kafka.brokers, kafka1",
        "redis.url, http://redis",
        "redis.url, 'redis://redis1:6379,redis2:many'",
        "redis.url, 'redis://redis1:6379,redis2:6379/3'",
        "live.keep, 29d",
        "live.rebuild, perhaps",
        "postgres.url, jdbc:mysql://db/caravan",
        "embedded.redis.port, -1",
        "topic.partitions, 0",
        "topic.replication-factor, x",
        "topic.stdpri, hipri-events",
        "topic.alerts, with spaces",
        "sources.file, nowhere.yaml",
        "sources.file, classpath:nowhere.yaml",
        "priorities.file, nowhere.yaml",
        "fetch.deadline, 0s",
        "fetch.allowed-hosts, http://host/",
        "weight.type.news, 11",
        "weight.tier.gold, heavy",
        "retry.attempts, many",
        "live.half-life, soon",
        "live.half-life, 0s",
        "lake.batch, batchSize=3",
        "lake.batch, maxPollRecords=many",
        "lake.publish.growth, -1",
        "lake.publish.cron, often",
        "lake.grace, 0s",
        "lake.grace, 999ms",
        "wire.pace, 0s",
        "wire.enabled, yes",
    })
    void whatCannotBeUsedIsNamedByItsKey(String key, String value) {
        assertThat(problems(key, value))
                .containsOnlyKeys(key)
                .extractingByKey(key)
                .asString()
                .contains(key);
    }

    @Test
    void anAddressForAllNeedsAPassword() {
        assertThat(problems("http.host", "0.0.0.0", "http.password", "secret")).isEmpty();
        assertThat(problems("http.host", "0.0.0.0", "http.tokens.read", "a:0123456789abcdef"))
                .isEmpty();
        assertThat(problems("http.host", "0.0.0.0").get("http.host")).contains("http.password");
    }

    @Test
    void aLeaseThatOnePageMayOutlastIsRefused() {
        assertThat(problems("source.lease", "1m").get("source.lease"))
                .contains("source.lease is 1m", "87 s", "fetch.deadline=20s", "retry.attempts=3", "at least 131s");
        assertThat(problems("source.lease", "131s")).isEmpty();
        assertThat(problems("source.lease", "30s", "retry.attempts", "0")).isEmpty();
        assertThat(problems("fetch.deadline", "5m")).containsOnlyKeys("source.lease");
        assertThat(problems("retry.attempts", "1000")).containsOnlyKeys("source.lease");
    }

    @Test
    void noComplaintShowsAPassword() {
        assertThat(problems("redis.url", "redis://:sec ret@host", "postgres.url", "jdbc:nosql://db?password=sec ret"))
                .containsOnlyKeys("redis.url", "postgres.url")
                .allSatisfy((key, complaint) -> assertThat(complaint).doesNotContain("sec ret", "nosql"));
    }

    @Test
    void everythingIsToldAtOnceAndNothingIsStarted() throws IOException {
        Path sources = Files.writeString(folder.resolve("sources.yaml"), "sources:\n  - name: Wrong\n");
        Path data = folder.resolve("data");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Application.start(Services.settings(Map.of(
                            "caravan.data", data.toString(),
                            "http.port", Integer.toString(taken.getLocalPort()),
                            "sources.file", sources.toString(),
                            "live.half-life", "soon"))))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContainingAll("sources.file", "sources.yaml", "line 2", "live.half-life");
        }
        assertThat(data).doesNotExist();
    }
}
