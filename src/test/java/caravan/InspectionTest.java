package caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.config.ConfigurationException;
import caravan.embedded.EmbeddedRedis;
import caravan.testing.Services;
import caravan.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the things Caravan is pointed at are what they should be. */
class InspectionTest {

    @TempDir
    private Path folder;

    private List<Inspection.Result> inspect(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("caravan.data", folder.toString()));
        all.putAll(settings);
        return new Inspection(Services.settings(all)).run(false);
    }

    private static Inspection.Result of(String what, List<Inspection.Result> results) {
        return results.stream()
                .filter(result -> result.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void servicesThatAreThereSayWhatTheyHold() {
        ServiceAddresses services = Services.addresses();
        TestDatabase.shared();
        List<Inspection.Result> results = inspect(Map.of(
                "kafka.brokers", services.kafkaBrokers(),
                "redis.url", services.redisUrl(),
                "postgres.url", services.postgresUrl(),
                "topic.hipri", "inspection-not-there"));
        assertThat(results).allMatch(Inspection.Result::good);
        assertThat(of("kafka.brokers", results).detail()).contains("will make", "inspection-not-there");
        assertThat(of("redis.url", results).detail()).contains("tickers");
        assertThat(of("postgres.url", results).detail()).contains("PostgreSQL 1");
    }

    @Test
    void aRedisThatServesSomethingElseIsBad() {
        try (EmbeddedRedis other = EmbeddedRedis.start(folder.resolve("other"), 0)) {
            try (RedisClient client = RedisClient.connect(other.url())) {
                client.template().opsForValue().set("tickers", "of another kind");
            }
            Inspection.Result redis = of("redis.url", inspect(Map.of("redis.url", other.url())));
            assertThat(redis.good()).isFalse();
            assertThat(redis.detail()).contains("serves something else");
        }
    }

    @Test
    void whatIsNotThereIsBadByItsKeyAndTheOthersAreLookedAtAllTheSame() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        List<Inspection.Result> results = inspect(Map.of(
                "caravan.lake", file.resolve("lake").toString(),
                "redis.url", "http://not-redis",
                "postgres.url", "jdbc:postgresql://127.0.0.1:1/none"));
        assertThat(of("caravan.lake", results).good()).isFalse();
        assertThat(of("redis.url", results).good()).isFalse();
        assertThat(of("redis.url", results).detail()).contains("redis.url is not a Redis URL");
        assertThat(of("postgres.url", results).good()).isFalse();
        assertThat(of("kafka.brokers", results).good()).as("to be started").isTrue();
        assertThat(of("caravan.data", results).good()).isTrue();
    }

    @Test
    void aSettingThatOnlyAStartReadsIsBadByItsKey() {
        List<Inspection.Result> results = inspect(Map.of(
                "http.port", "x",
                "live.half-life", "soon",
                "priorities.file", "nowhere.yaml",
                "sources.file", "nowhere-either.yaml",
                "caravan.data", "a\0b",
                "fetch.deadline", "0s"));
        assertThat(results)
                .filteredOn(result -> !result.good())
                .extracting(Inspection.Result::what)
                .containsExactlyInAnyOrder(
                        "caravan.data",
                        "caravan.lake",
                        "lake.sql",
                        "lake.sql.path",
                        "migration.reports",
                        "priorities.file",
                        "sources.file",
                        "http.port",
                        "live.half-life",
                        "fetch.deadline");
    }

    @Test
    void anOperatorWhoIsNotNamedIsWarnedWhereTheSecIsPolled() {
        Inspection.Result unnamed = of("fetch.user-agent", inspect(Map.of()));
        assertThat(unnamed.good()).isTrue();
        assertThat(unnamed.detail()).startsWith("WARNING").contains("sec.gov");
        assertThat(of("fetch.user-agent", inspect(Map.of("fetch.user-agent", "Example desk@example.com")))
                        .detail())
                .isEqualTo("Example desk@example.com");
    }

    @Test
    void politenessThatCannotBeMeantIsBadByItsKey() {
        Map<String, String> wrong = Map.of(
                "fetch.requests-per-second", "0",
                "fetch.hosts", "sec.gov",
                "fetch.robots", "sometimes",
                "fetch.longest-crawl-delay", "ten",
                "fetch.headers-deadline", "0s",
                "source.park-after", "0",
                "source.skip-firings", "-1",
                "source.longest-rest", "x",
                "source.parked.probe", "0s",
                "source.back-off.first", "0s");
        assertThat(inspect(wrong))
                .filteredOn(result -> !result.good())
                .extracting(Inspection.Result::what)
                .containsExactlyInAnyOrderElementsOf(wrong.keySet());
    }

    @Test
    void nothingIsMadeByLooking() {
        Path data = folder.resolve("data");
        assertThat(inspect(Map.of("caravan.data", data.toString()))).allMatch(Inspection.Result::good);
        assertThat(data).doesNotExist();
    }

    @Test
    void tablesThatAreNotOursAreRefusedAndNotTouched() {
        String url = Services.addresses().postgresUrl();
        TestDatabase.shared().client().sql("create database inspection_other").update();
        String other = url.replace("/postgres?", "/inspection_other?");
        assertThat(other).isNotEqualTo(url);
        try (Database first = Database.open(other)) {
            first.client()
                    .sql("update flyway_schema_history set checksum = checksum + 1")
                    .update();
        }
        assertThatThrownBy(() -> Database.open(other))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot be brought up to date");
    }
}
