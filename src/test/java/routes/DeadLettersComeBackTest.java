package routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.Application;
import caravan.testing.RunningCaravan;
import caravan.testing.Services;
import caravan.testing.TopicContents;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand dead letters of five causes, of which an operator repairs three: a refused address is allowed, a limit is
 * raised, a webhook answers again. Two causes are poison for ever, one of it for three legs at once.
 */
class DeadLettersComeBackTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int OF_A_CAUSE = 200;
    private static final int FOR_THREE_LEGS = 67;
    private static final String PAGE = "<html><head><title>Results</title></head><body><article><h1>Results</h1><p>"
            + "Apple Inc. said that its profit rose sharply in the last quarter and that it expects more. ".repeat(5)
            + "</p></article></body></html>";

    @TempDir
    private static Path folder;

    private static HttpServer site;
    private static final Queue<String> POSTED = new ConcurrentLinkedQueue<>();
    private static volatile int webhookAnswers = 404;
    private static Application caravan;

    @BeforeAll
    static void openSite() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.setExecutor(Executors.newCachedThreadPool());
        site.createContext("/page/", exchange -> answer(exchange, 200, PAGE));
        site.createContext("/robots.txt", exchange -> answer(exchange, 404, ""));
        site.createContext("/hook", exchange -> {
            if (webhookAnswers == 200) {
                POSTED.add(exchange.getRequestHeaders().getFirst("Caravan-Alert-Id"));
            }
            answer(exchange, webhookAnswers, "");
        });
        site.start();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @AfterAll
    static void close() {
        if (caravan != null) {
            caravan.close();
        }
        site.stop(0);
        ((ExecutorService) site.getExecutor()).shutdownNow();
    }

    private static Application start(String... changed) throws IOException {
        Path rules = Files.writeString(
                folder.resolve("alerts.yaml"), """
                webhooks: [{name: desk, url: "http://127.0.0.1:%d/hook", secret: "0123456789abcdef"}]
                rules:
                  - {name: urgent, kind: article, tickers: any, type: filing, to: desk}
                """.formatted(site.getAddress().getPort()));
        Map<String, String> settings = Stream.of(
                        "topic.hipri=back-hipri",
                        "topic.stdpri=back-stdpri",
                        "topic.analyzed.hipri=back-analyzed-hipri",
                        "topic.analyzed.stdpri=back-analyzed-stdpri",
                        "topic.alerts=back-alerts",
                        "topic.dead-letters=back-dead-letters",
                        "alerts.file=" + rules,
                        "alerts.webhook.max-age=36500d",
                        "fetch.requests-per-second=10000",
                        "dead-letters.replay-per-second=100000",
                        "retry.attempts=0",
                        "retry.delay-ms=10")
                .collect(Collectors.toMap(line -> line.split("=", 2)[0], line -> line.split("=", 2)[1]));
        for (String line : changed) {
            settings.put(line.split("=", 2)[0], line.split("=", 2)[1]);
        }
        return RunningCaravan.start(folder.resolve("data"), settings);
    }

    private static HttpResponse<String> ask(String method, String path) {
        HttpResponse<String> answer = RunningCaravan.ask(method, caravan.http().resolve(path));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static JsonNode json(String method, String path) {
        try {
            return MAPPER.readTree(ask(method, path).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int count(String filter) {
        return Integer.parseInt(ask("GET", "/api/dead-letters?limit=1&" + filter)
                .headers()
                .firstValue("X-Total-Count")
                .orElseThrow());
    }

    private static void submit(IntFunction<String> article) {
        String articles = IntStream.range(0, OF_A_CAUSE).mapToObj(article).collect(Collectors.joining(",", "[", "]"));
        HttpResponse<String> answer = RunningCaravan.post(
                caravan.http().resolve("/api/articles"), articles, "Content-Type", "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static void produce(String topic, int many, IntFunction<String> value) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Services.addresses().kafkaBrokers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < many; i++) {
                assertThat(producer.send(new ProducerRecord<>(
                                topic, "key-" + i, value.apply(i).getBytes(UTF_8))))
                        .succeedsWithin(PATIENCE);
            }
        }
    }

    private static String alert(int number) {
        return """
                {"alert_id": "alert-%d", "ticker": "AAPL", "rule": "urgent", "kind": "article", "fired_at": "%s", "webhooks": ["desk"]}""".formatted(number, Instant.now());
    }

    /** Two operators who press the button at the same time, until there is nothing left to do. */
    private static List<JsonNode> twoReplay(String filter) {
        String to = "&to=" + Instant.now();
        return Stream.generate(() -> CompletableFuture.supplyAsync(() -> Stream.iterate(
                                json("POST", "/api/dead-letters/replay?limit=25&" + filter + to),
                                report -> report != null,
                                report -> decided(report) == 0
                                        ? null
                                        : json("POST", "/api/dead-letters/replay?limit=25&" + filter + to))
                        .toList()))
                .limit(2)
                .toList()
                .stream()
                .flatMap(reports -> reports.join().stream())
                .toList();
    }

    private static int decided(JsonNode report) {
        return report.get("replayed").asInt() + report.get("failed_again").asInt();
    }

    private static int replayed(String filter) {
        return twoReplay(filter).stream()
                .mapToInt(DeadLettersComeBackTest::decided)
                .sum();
    }

    @Test
    void whatWasRepairedPassesAndWhatIsPoisonReturnsOnceAndIsCounted() throws IOException {
        caravan = start("enrich.max-text-bytes=200");
        submit(number -> "{\"url\": \"http://127.0.0.1:%d/page/%d\", \"title\": \"Results\", \"tickers\": [\"AAPL\"]}"
                .formatted(site.getAddress().getPort(), number));
        submit(number -> "{\"text\": \"%s\", \"guid\": \"long-%d\", \"title\": \"Long\", \"tickers\": [\"AAPL\"]}"
                .formatted("Apple Inc. earns more. ".repeat(20), number));
        produce("back-hipri", OF_A_CAUSE, number -> "no event " + number);
        produce("back-alerts", OF_A_CAUSE, DeadLettersComeBackTest::alert);
        produce("back-analyzed-stdpri", FOR_THREE_LEGS, number -> "no analysed event " + number);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(count("state=set-aside"))
                .isEqualTo(4 * OF_A_CAUSE + 3 * FOR_THREE_LEGS));
        assertThat(count("error=RefusedAddressException&leg=enrich")).isEqualTo(OF_A_CAUSE);
        assertThat(count("words=bytes%20long&source=api")).isEqualTo(OF_A_CAUSE);
        assertThat(count("topic=back-hipri&leg=analyse")).isEqualTo(OF_A_CAUSE);
        assertThat(count("leg=webhook&words=404")).isEqualTo(OF_A_CAUSE);
        assertThat(List.of(count("leg=lake"), count("leg=live-stdpri"), count("leg=alerts-read-stdpri")))
                .containsOnly(FOR_THREE_LEGS);

        caravan.close();
        webhookAnswers = 200;
        caravan = start("fetch.allowed-hosts=127.0.0.1:" + site.getAddress().getPort());

        assertThat(replayed("leg=enrich")).isEqualTo(2 * OF_A_CAUSE);
        assertThat(replayed("leg=webhook")).isEqualTo(OF_A_CAUSE);
        assertThat(replayed("all=true")).isEqualTo(OF_A_CAUSE + 3 * FOR_THREE_LEGS);

        String brokers = Services.addresses().kafkaBrokers();
        int poison = OF_A_CAUSE + 3 * FOR_THREE_LEGS;
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(count("state=set-aside")).isEqualTo(poison));
        assertThat(POSTED).as("each alert once").hasSize(OF_A_CAUSE).doesNotHaveDuplicates();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        TopicContents.keys(brokers, "back-analyzed-hipri", "back-analyzed-stdpri").stream()
                                .filter(key -> !key.startsWith("key-")))
                .as("the articles whose page is allowed and those that are not too long any more")
                .hasSize(2 * OF_A_CAUSE));
        assertThat(TopicContents.count(brokers, "back-hipri", "back-stdpri"))
                .as("nothing was put back twice")
                .isEqualTo(OF_A_CAUSE + OF_A_CAUSE + 2 * OF_A_CAUSE);
        assertThat(TopicContents.keys(brokers, "back-hipri"))
                .as("under the key it had at first")
                .contains("key-0", "key-199");
        JsonNode returned = json("GET", "/api/dead-letters?state=set-aside&limit=1000");
        assertThat(returned).hasSize(poison).allSatisfy(letter -> {
            assertThat(letter.get("replays").asInt()).isEqualTo(1);
            assertThat(letter.get("replayed_from").asText()).matches("\\d+-\\d+");
        });
        assertThat(returned.findValuesAsText("replayed_from")).doesNotHaveDuplicates();
        assertThat(returned.findValuesAsText("leg").stream()
                        .collect(Collectors.groupingBy(leg -> leg, Collectors.counting())))
                .as("each leg has its own, and none of another's")
                .isEqualTo(Map.of(
                        "analyse-hipri", (long) OF_A_CAUSE,
                        "lake-stdpri", (long) FOR_THREE_LEGS,
                        "live-stdpri", (long) FOR_THREE_LEGS,
                        "alerts-stdpri", (long) FOR_THREE_LEGS));
        assertThat(count("state=replayed")).isEqualTo(4 * OF_A_CAUSE + 3 * FOR_THREE_LEGS);

        poisonIsGivenUpInTheEnd();
        whatWasDecidedSurvivesARebuild();
    }

    private static void poisonIsGivenUpInTheEnd() {
        for (int replays = 2; replays <= 3; replays++) {
            int expected = replays;
            assertThat(replayed("leg=analyse")).isEqualTo(OF_A_CAUSE);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            json("GET", "/api/dead-letters?state=set-aside&leg=analyse&limit=1000"))
                    .hasSize(OF_A_CAUSE)
                    .allSatisfy(
                            letter -> assertThat(letter.get("replays").asInt()).isEqualTo(expected)));
        }
        assertThat(replayed("leg=analyse")).as("it was replayed three times").isZero();
        JsonNode forced = json("POST", "/api/dead-letters/replay?leg=analyse&force=true&limit=1");
        assertThat(decided(forced)).isEqualTo(1);
        JsonNode discarded = json("POST", "/api/dead-letters/discard?leg=lake&limit=1000");
        assertThat(discarded.get("discarded").asInt()).isEqualTo(FOR_THREE_LEGS);
        assertThat(replayed("leg=lake&force=true"))
                .as("what is discarded is not replayed")
                .isZero();
    }

    private static void whatWasDecidedSurvivesARebuild() {
        await().atMost(PATIENCE).until(() -> count("state=set-aside&leg=analyse") == OF_A_CAUSE);
        int replayed = count("state=replayed");
        int discarded = count("state=discarded");
        int open = count("state=set-aside");
        JsonNode rebuilt = json("POST", "/api/dead-letters/rebuild");
        assertThat(rebuilt.get("dead_letters").asInt()).isEqualTo(replayed + discarded + open);
        assertThat(List.of(count("state=replayed"), count("state=discarded"), count("state=set-aside")))
                .isEqualTo(List.of(replayed, discarded, open));
        assertThat(json("GET", "/api/dead-letters?state=replayed&limit=1")
                        .get(0)
                        .get("decided_by")
                        .asText())
                .isEqualTo("127.0.0.1");
    }
}
