package caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.embedded.EmbeddedPostgreSql;
import caravan.embedded.EmbeddedRedis;
import caravan.embedded.Ports;
import caravan.embedded.wire.SampleWire;
import caravan.embedded.wire.WireSettings;
import caravan.testing.CaravanProcess;
import caravan.testing.Journal;
import caravan.testing.KafkaProcess;
import caravan.testing.Reckoning;
import caravan.testing.StoppableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka, Redis, PostgreSQL and Caravan as four processes, known to each other by their addresses alone. */
class ExternalServicesTest {

    private static final Logger LOG = LoggerFactory.getLogger(ExternalServicesTest.class);

    @TempDir
    private Path folder;

    @Test
    void everyArticleArrivesOnceThoughEachServiceGoesAwayForAWhile() throws Exception {
        StoppableClock clock = new StoppableClock();
        int kafkaPort = Ports.free();
        int redisPort = Ports.free();
        int postgresPort = Ports.free();
        KafkaProcess kafka = KafkaProcess.start(folder.resolve("kafka"), kafkaPort);
        EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"), redisPort);
        EmbeddedPostgreSql postgres = EmbeddedPostgreSql.start(folder.resolve("postgres"), postgresPort);
        ServiceAddresses addresses = new ServiceAddresses(kafka.brokers(), redis.url(), postgres.url());
        try (SampleWire wire = SampleWire.start(WireSettings.of(Instant.now(), Duration.ofMillis(250))
                        .withFeedLength(10_000)
                        .withClock(clock));
                CaravanProcess caravan = start(wire, addresses)) {
            caravan.awaitRunning();
            awaitProgress(addresses);

            redis.close();
            awaitNumber(wire, 10);
            redis = EmbeddedRedis.start(folder.resolve("redis"), redisPort);
            awaitProgress(addresses);

            postgres.close();
            awaitNumber(wire, 10);
            postgres = EmbeddedPostgreSql.start(folder.resolve("postgres"), postgresPort);
            awaitProgress(addresses);

            kafka.close();
            awaitNumber(wire, 10);
            kafka = KafkaProcess.start(folder.resolve("kafka"), kafkaPort);
            awaitProgress(addresses);

            clock.stop();
            try (Journal journal = Journal.of(data().resolve("lake"), addresses)) {
                Reckoning.eachArrivesOnce(wire, journal);
                await("PostgreSQL shows each row once")
                        .atMost(Duration.ofSeconds(60))
                        .untilAsserted(
                                () -> assertThat(journal.rowsInPostgres()).isEqualTo(journal.rowsByTicker()));
            }
            assertNothingWasEmbedded();
            double seconds = caravan.interrupt();
            LOG.warn("stopped in {} s", seconds);
            assertThat(seconds).as("seconds to stop").isLessThan(10);
        } finally {
            kafka.close();
            redis.close();
            postgres.close();
        }
    }

    private CaravanProcess start(SampleWire wire, ServiceAddresses addresses) {
        return CaravanProcess.run(
                folder.resolve("caravan.log"),
                Map.of(
                        "KAFKA_BROKERS", addresses.kafkaBrokers(),
                        "REDIS_URL", addresses.redisUrl(),
                        "POSTGRES_URL", addresses.postgresUrl()),
                Map.of(
                        "caravan.data", data().toString(),
                        "sources.file", "classpath:sources-demo.yaml",
                        "wire.url", wire.url().toString().replaceAll("/$", ""),
                        "fetch.allowed-hosts", wire.url().getAuthority(),
                        "topic.replication-factor", "1",
                        "enrich.require-ticker", "false",
                        "retry.max-delay-ms", "2000",
                        "lake.publish.after", "1s",
                        "http.port", "0"));
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** Articles go on arriving in the lake and in Redis. */
    private void awaitProgress(ServiceAddresses addresses) {
        try (Journal journal = Journal.of(data().resolve("lake"), addresses)) {
            int rows = journal.articlesInLake().size();
            long counts = total(journal);
            await("new articles in the lake and in Redis")
                    .atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> journal.articlesInLake().size() > rows && total(journal) > counts);
        }
    }

    private static long total(Journal journal) {
        return journal.countsInRedis().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static void awaitNumber(SampleWire wire, int more) {
        long until = wire.published() + more;
        await().atMost(Duration.ofMinutes(1)).until(() -> wire.published() >= until);
    }

    private void assertNothingWasEmbedded() throws Exception {
        try (Stream<Path> files = Files.list(data())) {
            assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("kafka", "redis", "postgres");
        }
    }
}
