package caravan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.RedisClient;
import caravan.Workshop;
import caravan.article.AnalysedArticle;
import caravan.article.ArticleJson;
import caravan.config.Settings;
import caravan.embedded.EmbeddedKafka;
import caravan.embedded.EmbeddedRedis;
import caravan.embedded.Ports;
import caravan.live.LiveScores;
import java.io.PrintWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.data.redis.core.StringRedisTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts a topic twice. */
@Command(
        name = "live-replay",
        description = {
            "Writes analysed articles to a Kafka of its own, counts the topic in a Redis of its own, and counts it again from"
                    + " its beginning.",
            "The exit status is 0 when the second time has changed no score, to the last byte, and 1 otherwise."
        },
        mixinStandardHelpOptions = true)
final class BenchLiveReplayCommand implements Callable<Integer> {

    private static final TopicPartition TOPIC = new TopicPartition("analyzed", 0);
    private static final int MAX_MESSAGE = 10 << 20;
    private static final Duration POLL = Duration.ofMillis(500);

    @Option(names = "--events", paramLabel = "N", description = "how many; ${DEFAULT-VALUE}")
    private long events = 1_000_000;

    @Option(names = "--tickers", paramLabel = "N", description = "that they are about; ${DEFAULT-VALUE}")
    private int tickers = 10_000;

    @Option(names = "--text", paramLabel = "N", description = "characters of each article's text; ${DEFAULT-VALUE}")
    private int text = 500;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** What one reading of the topic gave. */
    private record Pass(double perSecond, String digest) {}

    @Override
    public Integer call() throws ExecutionException, InterruptedException {
        Workshop workshop = new Workshop(Settings.load(Optional.empty(), Map.of()));
        try (TemporaryFolder folder = TemporaryFolder.make("caravan-bench-replay-");
                EmbeddedKafka kafka = EmbeddedKafka.start(folder.path().resolve("kafka"), Ports.free(), MAX_MESSAGE);
                EmbeddedRedis server = EmbeddedRedis.start(folder.path().resolve("redis"), 0);
                RedisClient client = RedisClient.connect(server.url())) {
            produce(kafka.brokers());
            LiveScores scores = new LiveScores(client.template(), workshop.liveSpans(), Clock.systemUTC());
            Pass first = count("Count", kafka.brokers(), scores, client.template());
            Pass second = count("Replay", kafka.brokers(), scores, client.template());
            boolean isSame = first.digest().equals(second.digest());
            print(first, second, isSame);
            return isSame ? 0 : 1;
        }
    }

    private void produce(String brokers) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
        LiveWorkload workload = new LiveWorkload(tickers, events, text, Instant.now());
        Map<String, Object> options = Map.of("bootstrap.servers", brokers, "compression.type", "zstd", "linger.ms", 50);
        try (KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(options, new ByteArraySerializer(), new ByteArraySerializer());
                Progress progress = Progress.of("Write", events)) {
            // One that cannot be sent fails those behind it, too.
            Future<RecordMetadata> last = null;
            for (long number = 0; number < events; number++) {
                last = producer.send(
                        new ProducerRecord<>(TOPIC.topic(), 0, null, ArticleJson.write(workload.article(number))));
                progress.step();
            }
            if (last != null) {
                last.get();
            }
        }
    }

    private Pass count(String task, String brokers, LiveScores scores, StringRedisTemplate redis) {
        Map<String, Object> options =
                Map.of("bootstrap.servers", brokers, "max.poll.records", 500, "enable.auto.commit", false);
        long start = System.nanoTime();
        long left = events;
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                Progress progress = Progress.of(task, events)) {
            consumer.assign(List.of(TOPIC));
            consumer.seekToBeginning(List.of(TOPIC));
            while (left > 0) {
                List<AnalysedArticle> batch = new ArrayList<>();
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    batch.add(ArticleJson.readAnalysed(message.value()));
                }
                scores.count(batch);
                left -= batch.size();
                progress.step(batch.size());
            }
        }
        return new Pass(events / ((System.nanoTime() - start) / 1e9), digest(redis));
    }

    /** Of all scores, to the last byte. */
    private static String digest(StringRedisTemplate redis) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String ticker : new TreeSet<>(redis.opsForSet().members("tickers"))) {
                digest.update(redis.opsForValue().get("sentiment:" + ticker).getBytes(UTF_8));
                digest.update(redis.opsForHash()
                        .entries("{sentiment:%s}:hours".formatted(ticker))
                        .toString()
                        .getBytes(UTF_8));
                digest.update(redis.opsForList()
                        .range("{sentiment:%s}:articles".formatted(ticker), 0, -1)
                        .toString()
                        .getBytes(UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private void print(Pass first, Pass second, boolean isSame) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            new JsonLines(out)
                    .write(JsonLines.MAPPER
                            .createObjectNode()
                            .put("events", events)
                            .put("tickers", tickers)
                            .put("first_per_second", Math.round(first.perSecond()))
                            .put("second_per_second", Math.round(second.perSecond()))
                            .put("unchanged", isSame));
            return;
        }
        out.printf("%,d events about %,d tickers%n", events, tickers);
        out.printf("first time   %,10.0f a second%n", first.perSecond());
        out.printf("second time  %,10.0f a second%n", second.perSecond());
        out.println(isSame ? "No score has changed" : "SCORES HAVE CHANGED");
        out.flush();
    }
}
