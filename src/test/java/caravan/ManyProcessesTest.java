package caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.embedded.EmbeddedServices;
import caravan.embedded.wire.Access;
import caravan.embedded.wire.SampleWire;
import caravan.embedded.wire.WireSettings;
import caravan.testing.CaravanProcess;
import caravan.testing.Journal;
import caravan.testing.Reckoning;
import caravan.testing.Services;
import caravan.testing.StoppableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two Caravans on the same services and the same lake; one of them is killed. */
class ManyProcessesTest {

    @TempDir
    private Path folder;

    @Test
    void theyShareTheWorkAndWhatOneLeavesTheOtherDoes() throws Exception {
        StoppableClock clock = new StoppableClock();
        try (EmbeddedServices services = EmbeddedServices.start(Services.settings(Map.of(
                        "caravan.data", folder.resolve("services").toString(),
                        "embedded.kafka.port", "0",
                        "embedded.redis.port", "0",
                        "embedded.postgres.port", "0")));
                SampleWire wire = SampleWire.start(WireSettings.of(Instant.now(), Duration.ofMillis(100))
                        .withFeedLength(10_000)
                        .withClock(clock));
                CaravanProcess one = start(wire, services.addresses(), "one");
                CaravanProcess two = start(wire, services.addresses(), "two");
                Journal journal = Journal.of(lake(), services.addresses())) {
            one.awaitRunning();
            two.awaitRunning();
            int before = journal.articlesInLake().size();
            await("both are at work")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> journal.articlesInLake().size() > before + 40);
            one.kill(false);
            int then = journal.articlesInLake().size();
            await("the other goes on")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> journal.articlesInLake().size() > then + 40);
            assertOnePolls(wire);
            clock.stop();
            Reckoning.eachArrivesOnce(wire, journal);
        }
    }

    /** The schedule of the sources fires every two seconds, in each process. */
    private static void assertOnePolls(SampleWire wire) {
        List<Instant> polls = wire.accessLog()
                .filter(access -> access.path().equals("/news/rss.xml"))
                .map(Access::at)
                .toList();
        long seconds = Duration.between(polls.get(0), Instant.now()).toSeconds();
        assertThat((long) polls.size()).as("however many fire, one polls").isBetween(2L, seconds / 2 + 2);
    }

    private Path lake() {
        return folder.resolve("lake");
    }

    private CaravanProcess start(SampleWire wire, ServiceAddresses services, String name) {
        return CaravanProcess.run(
                folder.resolve(name + ".log"),
                Map.of(
                        "KAFKA_BROKERS", services.kafkaBrokers(),
                        "REDIS_URL", services.redisUrl(),
                        "POSTGRES_URL", services.postgresUrl()),
                Map.of(
                        "caravan.data", folder.resolve(name).toString(),
                        "caravan.lake", lake().toString(),
                        "sources.file", "classpath:sources-demo.yaml",
                        "source.lease", "5s",
                        "wire.url", wire.url().toString().replaceAll("/$", ""),
                        "fetch.allowed-hosts", wire.url().getAuthority(),
                        "topic.replication-factor", "1",
                        "enrich.require-ticker", "false",
                        "lake.publish.after", "1s",
                        "http.port", "0"));
    }
}
