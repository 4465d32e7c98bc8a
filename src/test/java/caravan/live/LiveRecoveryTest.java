package caravan.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.Caravan;
import caravan.RedisClient;
import caravan.ServiceAddresses;
import caravan.article.AnalysedArticle;
import caravan.article.ArticleJson;
import caravan.embedded.EmbeddedKafka;
import caravan.embedded.EmbeddedRedis;
import caravan.embedded.Ports;
import caravan.testing.Journal;
import caravan.testing.RunningCaravan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.core.RedisCallback;

/** A Caravan with a Kafka and a Redis of its own, of which the Redis goes away or forgets everything. */
class LiveRecoveryTest {

    private static final int ARTICLES = 300;
    private static final int TICKERS = 12;

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private EmbeddedRedis redis;
    private RedisClient client;
    private TickerBoard board;
    private int port;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), Ports.free(), 10 << 20);
        port = Ports.free();
        redis = EmbeddedRedis.start(folder.resolve("redis"), port);
        client = RedisClient.connect(redis.url());
        board = new TickerBoard(client.template(), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        client.close();
        redis.close();
        kafka.close();
    }

    private Map<String, String> settings() {
        return Map.of(
                "kafka.brokers", kafka.brokers(),
                "redis.url", redis.url(),
                "caravan.lake", lake().toString(),
                "retry.max-delay-ms", "1000");
    }

    private Path lake() {
        return folder.resolve("data").resolve("lake");
    }

    private Application run() {
        return RunningCaravan.start(folder.resolve("data"), settings());
    }

    private static List<AnalysedArticle> articles(int from, int to) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return IntStream.range(from, to)
                .mapToObj(i -> SampleArticles.of(
                        "recovery-" + i,
                        "W" + i % TICKERS,
                        now.minus(i % 30, ChronoUnit.HOURS).minusSeconds(i),
                        (i % 21 - 10) / 10.0,
                        1 + i % 9))
                .toList();
    }

    private static void send(Application caravan, List<AnalysedArticle> articles) {
        ProducerTemplate producer = caravan.context().createProducerTemplate();
        articles.forEach(article -> producer.sendBody("kafka:analyzed-sentiment-stdpri", ArticleJson.write(article)));
    }

    private long counted() {
        return board.all().stream().mapToLong(TickerStanding::count).sum();
    }

    private void awaitCounted(long articles) {
        await("all have counted, and none twice")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptions()
                .until(() -> counted() == articles);
    }

    private void awaitInLake(long articles) {
        try (Journal journal =
                Journal.of(lake(), new ServiceAddresses(kafka.brokers(), redis.url(), "jdbc:postgresql://unused"))) {
            await("all are in the lake")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> journal.articlesInLake().size() == articles);
        }
    }

    /** All that readers see, but for what is rounded. */
    private Map<String, Object> state() {
        Map<String, Object> state = new TreeMap<>();
        board.all().forEach(standing -> {
            List<Object> seen = new ArrayList<>(board.articles(standing.ticker()));
            seen.add(standing.json().without("decayed_score").toString());
            seen.add(Math.round(standing.decayedScore() * 1e9));
            state.put(standing.ticker(), seen);
        });
        return state;
    }

    private void forgetEverything() {
        client.template().execute((RedisCallback<Void>) connection -> {
            connection.serverCommands().flushAll();
            return null;
        });
    }

    @Test
    void whatRedisHasLostIsCountedAgainAtTheNextStart() {
        try (Application caravan = run()) {
            send(caravan, articles(0, ARTICLES));
            awaitCounted(ARTICLES);
            awaitInLake(ARTICLES);
        }
        Map<String, Object> before = state();
        assertThat(before).hasSize(TICKERS);
        forgetEverything();
        try (Application caravan = run()) {
            awaitCounted(ARTICLES);
            await().untilAsserted(() ->
                    assertThat(client.template().hasKey("live:rebuilding")).isFalse());
            assertThat(state()).isEqualTo(before);
            assertThat(caravan.context().isStarted()).isTrue();
        }
    }

    @Test
    void theCommandCountsTheLakeAndLeavesToTheLegsWhatTheLakeHasNotGot() throws Exception {
        Map<String, Object> before;
        try (Application caravan = run()) {
            send(caravan, articles(0, 100));
            awaitCounted(100);
            awaitInLake(100);
            await("the lake's leg has committed").atMost(Duration.ofSeconds(30)).until(() -> {
                caravan.context().getRouteController().stopRoute("lake-stdpri");
                return true;
            });
            send(caravan, articles(100, 150));
            awaitCounted(150);
            before = state();

            StringWriter err = new StringWriter();
            assertThat(rebuild(new StringWriter(), err)).isEqualTo(1);
            assertThat(err.toString()).contains("stop every Caravan first");
        }
        forgetEverything();
        // A killed process's memberships end by themselves after some seconds, a stopped one's too.
        StringWriter out = new StringWriter();
        await("the memberships have ended")
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> rebuild(out, new StringWriter()) == 0);
        assertThat(out.toString()).contains("\"mentions\":100,\"messages_to_read_again\":");
        assertThat(counted()).as("what the lake has").isEqualTo(100);
        try (Application caravan = run()) {
            assertThat(caravan.context().isStarted()).isTrue();
            awaitCounted(150);
            assertThat(state()).isEqualTo(before);
        }
    }

    private int rebuild(StringWriter out, StringWriter err) throws Exception {
        Path file = folder.resolve("settings");
        List<String> lines = new ArrayList<>();
        settings().forEach((key, value) -> lines.add(key + '=' + value));
        lines.add("caravan.data=" + folder.resolve("data"));
        lines.add("models.file=classpath:lexicon-only.yaml");
        Files.write(file, lines);
        return Caravan.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                "live",
                "rebuild",
                "--json",
                "--config",
                file.toString());
    }

    @Test
    void whileRedisIsAwayNoUpdateIsLost() throws Exception {
        try (Application caravan = run()) {
            send(caravan, articles(0, 50));
            awaitCounted(50);
            String id = Files.readString(folder.resolve("redis").resolve("redis.pid"))
                    .strip();
            ProcessHandle server = ProcessHandle.of(Long.parseLong(id)).orElseThrow();
            server.destroyForcibly();
            server.onExit().join();
            long seconds = Long.getLong("redis.away.seconds", 4);
            Instant back = Instant.now().plusSeconds(seconds);
            List<AnalysedArticle> articles = articles(50, ARTICLES);
            for (int i = 0; i < articles.size(); i++) {
                send(caravan, articles.subList(i, i + 1));
            }
            await("Redis is away for a while")
                    .atMost(Duration.ofSeconds(seconds + 60))
                    .until(() -> Instant.now().isAfter(back));
            redis = EmbeddedRedis.start(folder.resolve("redis"), port);
            awaitCounted(ARTICLES);
            assertThat(deadLetters()).as("dead letters").isZero();
        }
    }

    private long deadLetters() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()))) {
            Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
            admin.describeTopics(List.of("dead-letters"))
                    .allTopicNames()
                    .get()
                    .get("dead-letters")
                    .partitions()
                    .forEach(partition -> partitions.put(
                            new TopicPartition("dead-letters", partition.partition()), OffsetSpec.latest()));
            return admin.listOffsets(partitions).all().get().values().stream()
                    .mapToLong(found -> found.offset())
                    .sum();
        }
    }
}
