package caravan;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.embedded.EmbeddedServices;
import caravan.embedded.wire.SampleWire;
import caravan.embedded.wire.WireSettings;
import caravan.testing.CaravanProcess;
import caravan.testing.FeedGate;
import caravan.testing.FeedGate.Visit;
import caravan.testing.Journal;
import caravan.testing.Reckoning;
import caravan.testing.Services;
import caravan.testing.StoppableClock;
import caravan.testing.TopicContents;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two Caravans on the same services and the same lake; one of them is killed. */
class ManyProcessesTest {

    private static final Logger LOG = LoggerFactory.getLogger(ManyProcessesTest.class);
    private static final Pattern DONE =
            Pattern.compile("^caravan_articles_total\\{.*leg=\"([^\"]+)\".*outcome=\"done\".*} [1-9]");
    private static final Set<String> LEGS = Set.of("analyse-stdpri", "lake-stdpri", "live-stdpri");

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
                SampleWire wire = SampleWire.start(WireSettings.of(Instant.now(), Duration.ofMillis(250))
                        .withFeedLength(10_000)
                        .withClock(clock));
                // So slow that two who poll the same feed at the same firing meet.
                FeedGate gate = FeedGate.before(wire.url(), Duration.ofMillis(300));
                CaravanProcess one = start(gate, wire, services.addresses(), "one");
                CaravanProcess two = start(gate, wire, services.addresses(), "two");
                Journal journal = Journal.of(lake(), services.addresses())) {
            List<URI> both = List.of(one.awaitRunning(), two.awaitRunning());
            await("both are at work in each leg")
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(both)
                            .allSatisfy(process -> assertThat(busy(process)).containsAll(LEGS)));
            one.kill(false);
            long killed = System.nanoTime();
            int then = journal.articlesInLake().size();
            await("the other goes on")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> journal.articlesInLake().size() > then + 20);
            await("and polls what the killed one polled, when its leases have ended")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> polled(gate, killed).equals(polled(gate, Long.MIN_VALUE)));
            clock.stop();
            Reckoning.eachArrivesOnce(wire, journal);
            assertThat(gate.encounters())
                    .as("polls of one feed at the same time")
                    .isEmpty();
            assertOnePollsPerFiring(gate);
            LOG.warn(
                    "polls of the feeds {}, records emitted {}",
                    gate.visits().stream()
                            .collect(groupingBy(Visit::path, TreeMap::new, groupingBy(Visit::agent, counting()))),
                    TopicContents.count(services.addresses().kafkaBrokers(), "hipri-events", "stdpri-events"));
            assertThat(two.interrupt()).as("seconds to stop").isLessThan(10);
        }
    }

    /** The schedule of the sources fires every two seconds, in each process. */
    private static void assertOnePollsPerFiring(FeedGate gate) {
        long firings = Duration.ofNanos(System.nanoTime() - gate.visits().get(0).from())
                                .toSeconds()
                        / 2
                + 2;
        assertThat(gate.visits().stream().collect(groupingBy(Visit::path, counting())))
                .as("however many fire, one polls")
                .allSatisfy((path, polls) -> assertThat(polls).as(path).isLessThanOrEqualTo(firings));
    }

    /** The feeds that were asked for since then. */
    private static Set<String> polled(FeedGate gate, long since) {
        return gate.visits().stream()
                .filter(visit -> visit.from() > since)
                .map(Visit::path)
                .collect(toSet());
    }

    /** The legs in which a process has dealt with articles. */
    private static Set<String> busy(URI process) {
        return CaravanProcess.get(process.resolve("/observe/metrics"))
                .lines()
                .map(DONE::matcher)
                .filter(Matcher::find)
                .map(line -> line.group(1))
                .collect(toSet());
    }

    private Path lake() {
        return folder.resolve("lake");
    }

    private CaravanProcess start(FeedGate gate, SampleWire wire, ServiceAddresses services, String name) {
        return CaravanProcess.run(
                folder.resolve(name + ".log"),
                Map.of(
                        "KAFKA_BROKERS", services.kafkaBrokers(),
                        "REDIS_URL", services.redisUrl(),
                        "POSTGRES_URL", services.postgresUrl()),
                Map.ofEntries(
                        Map.entry("caravan.data", folder.resolve(name).toString()),
                        Map.entry("caravan.lake", lake().toString()),
                        Map.entry("sources.file", "classpath:sources-demo.yaml"),
                        // Longer than one answer takes on a machine that is busy with other tests.
                        Map.entry("source.lease", "15s"),
                        Map.entry("fetch.deadline", "4s"),
                        Map.entry("retry.attempts", "1"),
                        Map.entry("wire.url", gate.url()),
                        Map.entry(
                                "fetch.allowed-hosts",
                                gate.authority() + "," + wire.url().getAuthority()),
                        Map.entry("fetch.user-agent", name),
                        Map.entry("topic.replication-factor", "1"),
                        Map.entry("enrich.require-ticker", "false"),
                        Map.entry("lake.publish.after", "1s"),
                        Map.entry("http.port", "0")));
    }
}
