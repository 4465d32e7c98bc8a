package caravan.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caravan.Application;
import caravan.RedisClient;
import caravan.article.AnalysedArticle;
import caravan.article.ArticleJson;
import caravan.testing.RedisCluster;
import caravan.testing.RunningCaravan;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/** All that is done with Redis, done with a cluster. */
class RedisClusterTest {

    @TempDir
    private static Path folder;

    private static RedisCluster cluster;
    private static RedisClient client;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(RedisCluster.isPossible(), "redis-server and redis-cli are not on the PATH");
        cluster = RedisCluster.start(folder.resolve("cluster"));
        client = RedisClient.connect(cluster.url());
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            client.close();
            cluster.close();
        }
    }

    private static List<AnalysedArticle> articles(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> SampleArticles.of(prefix + i, prefix + i % 40, Instant.now(), (i % 21 - 10) / 10.0, 1))
                .toList();
    }

    @Test
    void scoresAreCountedReadPrunedAndMeasuredOnAllNodes() {
        StringRedisTemplate redis = client.template();
        LiveScores scores = new LiveScores(
                redis,
                new LiveSpans(Duration.ofHours(6), Duration.ofDays(30), Duration.ofHours(24), Duration.ofDays(30)),
                Clock.systemUTC());
        TickerBoard board = new TickerBoard(redis, Clock.systemUTC());
        assertThat(scores.count(articles("C", 200))).hasSize(40);
        assertThat(scores.count(articles("C", 200))).as("a second time").isEmpty();
        assertThat(board.all())
                .filteredOn(standing -> standing.ticker().startsWith("C"))
                .hasSize(40)
                .allMatch(standing -> standing.count() == 5 && standing.count24h() == 5);
        assertThat(board.articles("C7")).hasSize(5);
        assertThat(board.hours(List.of("C1", "C2"))).hasSize(2);

        redis.delete("sentiment:C3");
        assertThat(new KnownTickers(redis).prune()).isPositive();
        assertThat(board.tickers()).contains("C4").doesNotContain("C3");

        LiveMemory.Found found = new LiveMemory(redis).measure();
        assertThat(found.kinds())
                .filteredOn(kind -> kind.kind().equals("{sentiment:T}:articles"))
                .allMatch(kind -> kind.keys() >= 40 && kind.bytes() > 0);
        assertThat(found.usedMemory()).as("of three servers").isGreaterThan(3_000_000);
    }

    @Test
    void nodesThatHaveForgottenTheScriptsAreGivenThemAgain() {
        StringRedisTemplate redis = client.template();
        LiveScores scores = new LiveScores(
                redis,
                new LiveSpans(Duration.ofHours(6), Duration.ofDays(30), Duration.ofHours(24), Duration.ofDays(30)),
                Clock.systemUTC());
        redis.execute((RedisCallback<Void>) connection -> {
            connection.scriptingCommands().scriptFlush();
            return null;
        });
        assertThat(scores.count(articles("F", 80))).hasSize(40);
    }

    @Test
    void aRunningCaravanCountsInAClusterAndTellsWhatHasChanged() {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        RedisMessageListenerContainer listening = new RedisMessageListenerContainer();
        listening.setConnectionFactory(Objects.requireNonNull(client.template().getConnectionFactory()));
        listening.addMessageListener(
                (message, pattern) -> told.add(new String(message.getBody(), UTF_8)),
                new ChannelTopic("sentiment:updates"));
        listening.afterPropertiesSet();
        listening.start();
        String node = "cluster-" + System.nanoTime();
        try (Application running = RunningCaravan.start(
                folder.resolve("data"),
                Map.of(
                        "redis.url", cluster.url(),
                        "topic.analyzed.hipri", node + "-hipri",
                        "topic.analyzed.stdpri", node + "-stdpri"))) {
            ProducerTemplate producer = running.context().createProducerTemplate();
            articles("R", 40)
                    .forEach(article -> producer.sendBody("kafka:" + node + "-stdpri", ArticleJson.write(article)));
            TickerBoard board = new TickerBoard(client.template(), Clock.systemUTC());
            await("all have counted").atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(board.all())
                    .filteredOn(standing -> standing.ticker().startsWith("R"))
                    .hasSize(40));
            await("all were told of").untilAsserted(() -> assertThat(told)
                    .flatMap(message -> List.of(new ObjectMapper().readValue(message, String[].class)))
                    .filteredOn(ticker -> ticker.startsWith("R"))
                    .hasSize(40));
        } finally {
            listening.stop();
        }
    }
}
