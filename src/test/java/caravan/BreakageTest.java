package caravan;

import static caravan.testing.BreakableCaravan.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import caravan.article.ArticleId;
import caravan.lake.SentimentRow;
import caravan.testing.BreakableCaravan;
import caravan.testing.Journal;
import caravan.testing.PatientClient;
import caravan.testing.PrometheusServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Each leg broken in turn, while articles keep coming: the right alert fires in a real Prometheus, health tells it, the
 * process lives, and when the fault is mended all recovers without a hand, every article that was taken once in the lake
 * and once in Redis.
 *
 * <p>The alerts are those of {@code monitoring/alerts.yml}, with their durations shortened to seconds
 * ({@link caravan.testing.QuickAlerts}); so are Caravan's own intervals, by settings.
 */
class BreakageTest {

    private static final Logger LOG = LoggerFactory.getLogger(BreakageTest.class);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private static Path folder;

    private static final List<String> ALERTS = List.of(
            "RedisAway", "PostgreSqlAway", "KafkaAway", "DiskFull", "LakeTakesNoRows", "ModelAway", "CaravanDown");
    private static final Map<ArticleId, String> TAKEN = new HashMap<>();
    private static BreakableCaravan caravan;

    /** What breaks, or is mended. */
    private interface Act {
        void run() throws Exception;
    }

    /**
     * @param alerts that fire, and none of the other faults' alerts
     * @param ready the status of {@code /observe/health/ready} meanwhile
     * @param health what health says of it
     * @param isRefused whether no article is taken meanwhile
     */
    private record Fault(List<String> alerts, int ready, String health, boolean isRefused, Act strike, Act mend) {}

    @BeforeAll
    static void start() throws IOException {
        assumeThat(PrometheusServer.isInstalled())
                .as("prometheus, Debian's package of that name")
                .isTrue();
        caravan = BreakableCaravan.start(folder);
    }

    @AfterAll
    static void stop() {
        if (caravan != null) {
            caravan.close();
        }
    }

    @Test
    void redisDies() throws Exception {
        overcome(new Fault(
                List.of("RedisAway"),
                503,
                "redis does not answer",
                false,
                caravan.services()::killRedis,
                caravan.services()::startRedis));
    }

    @Test
    void postgresDies() throws Exception {
        overcome(new Fault(
                List.of("PostgreSqlAway"),
                503,
                "postgres does not answer",
                true,
                caravan.services()::killPostgres,
                caravan.services()::startPostgres));
    }

    @Test
    void kafkaDies() throws Exception {
        overcome(new Fault(
                List.of("KafkaAway"),
                503,
                "kafka does not answer",
                true,
                caravan.services()::killKafka,
                caravan.services()::startKafka));
    }

    @Test
    void theLakesDiskIsFull() throws Exception {
        assumeThat(caravan.disk())
                .as("a small disk, which it takes the right to mount")
                .isPresent();
        overcome(new Fault(
                List.of("DiskFull", "LakeTakesNoRows"),
                503,
                "No space left on device",
                false,
                caravan.disk().orElseThrow()::fill,
                caravan.disk().orElseThrow()::clear));
    }

    @Test
    void theModelsEndpointDies() throws Exception {
        Set<ArticleId> ofThisTest = overcome(new Fault(
                List.of("ModelAway"),
                200,
                "Others score the articles of " + MODEL,
                false,
                caravan.endpoint()::stop,
                caravan.endpoint()::startAgain));
        try (Journal journal = Journal.of(caravan.lake(), caravan.services().addresses())) {
            List<String> models = journal.rows().stream()
                    .filter(row -> ofThisTest.contains(ArticleId.parse(row.articleId())))
                    .sorted(Comparator.comparing(row -> row.processed().orElseThrow()))
                    .map(SentimentRow::model)
                    .toList();
            assertThat(models).startsWith(MODEL).contains("lexicon").endsWith(MODEL);
        }
    }

    /** Gives the articles that were handed over before, during and after the fault. */
    private static Set<ArticleId> overcome(Fault fault) throws Exception {
        Set<String> before = caravan.firing();
        assertThat(before).doesNotContainAnyElementsOf(ALERTS);
        try (PatientClient client =
                PatientClient.start(caravan.http(), fault.alerts().get(0))) {
            awaitTaken(client, 5);
            fault.strike().run();
            long struck = System.nanoTime();
            double noticed;
            try {
                await("the alerts fire").atMost(PATIENCE).untilAsserted(() -> assertThat(caravan.firing())
                        .containsAll(fault.alerts()));
                noticed = seconds(struck);
                awaitTold(fault, client);
            } finally {
                fault.mend().run();
            }
            long mended = System.nanoTime();
            await("health is well again").atMost(PATIENCE).untilAsserted(() -> assertThat(caravan.health(""))
                    .satisfies(health -> assertThat(health.body()).doesNotContain(fault.health()))
                    .returns(200, HttpResponse::statusCode));
            await("the alerts have gone, and brought none that stay")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(before).containsAll(caravan.firing()));
            double well = seconds(mended);
            awaitTaken(client, 5);
            Map<ArticleId, String> taken = client.finish();
            TAKEN.putAll(taken);
            awaitDelivered();
            LOG.warn(
                    "{}: fired after {} s, all well {} s after the mending, all delivered after {} s; {} articles, refused {} times",
                    fault.alerts(),
                    noticed,
                    well,
                    seconds(mended),
                    taken.size(),
                    client.refusals().size());
            assertThat(client.refusals())
                    .as("what the client was told each time that an article was not taken")
                    .allMatch(refusal -> fault.isRefused() && refusal.startsWith("503 ") && refusal.contains("again"));
            return taken.keySet();
        }
    }

    private static void awaitTold(Fault fault, PatientClient client) {
        await("health tells it").atMost(PATIENCE).untilAsserted(() -> {
            assertThat(caravan.health("").body()).contains(fault.health());
            assertThat(caravan.health("/ready").statusCode()).isEqualTo(fault.ready());
        });
        assertThat(caravan.health("/live").statusCode()).isEqualTo(200);
        assertThat(caravan.isAlive()).isTrue();
        if (fault.isRefused()) {
            await("the client is told to try again").atMost(PATIENCE).until(() -> !client.refusals()
                    .isEmpty());
        } else {
            awaitTaken(client, 5);
        }
        await("they go on firing, and no others of them do").atMost(PATIENCE).untilAsserted(() -> assertThat(
                        caravan.firing())
                .filteredOn(ALERTS::contains)
                .containsExactlyInAnyOrderElementsOf(fault.alerts()));
    }

    /** Everything that was ever taken, in the lake and in Redis, once. */
    private static void awaitDelivered() throws Exception {
        Map<ArticleId, Long> once = TAKEN.keySet().stream().collect(Collectors.toMap(Function.identity(), id -> 1L));
        Map<String, Long> byTicker = TAKEN.values().stream()
                .collect(Collectors.groupingBy(ticker -> ticker, TreeMap::new, Collectors.counting()));
        try (Journal journal = Journal.of(caravan.lake(), caravan.services().addresses())) {
            await("each article is in the published files once")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(journal.publishedArticles()).isEqualTo(once));
            await("each article has counted once")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(journal.countsInRedis()).isEqualTo(byTicker));
            assertThat(journal.deadLetters()).as("dead letters").isZero();
        }
    }

    private static void awaitTaken(PatientClient client, int more) {
        int until = client.taken() + more;
        await("articles are taken").atMost(PATIENCE).until(() -> client.taken() >= until);
    }

    private static double seconds(long since) {
        return Math.round((System.nanoTime() - since) / 1e8) / 10.0;
    }
}
