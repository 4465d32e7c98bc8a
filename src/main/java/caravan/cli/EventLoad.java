package caravan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.article.Article;
import caravan.article.ArticleId;
import caravan.article.ArticleJson;
import caravan.article.ArticleType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes articles of 2.5 kB to a lane's topic, as the leg before it does. For one thread. */
final class EventLoad implements AutoCloseable {

    private static final String TEXT =
            "Shares of the company rose in early trading after strong demand in all markets. ";
    private static final int CHARACTERS = 1_900;

    private final KafkaProducer<byte[], byte[]> producer;
    private final IntFunction<String> tickers;
    private final AtomicLong failed = new AtomicLong();

    /**
     * @param lingerMs how long it gathers articles before it sends them
     * @param tickers whom each article is about, by its number
     */
    EventLoad(String brokers, int lingerMs, IntFunction<String> tickers) {
        this.tickers = tickers;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "acks", "all", "compression.type", "zstd", "linger.ms", lingerMs),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Writes these at an even rate, or as fast as it goes, and tells of each that Kafka has acknowledged. */
    void write(String topic, int from, int to, double perSecond, IntConsumer onAcknowledged) {
        long begun = System.nanoTime();
        for (int number = from; number < to; number++) {
            long due = begun + (long) ((number - from) / perSecond * 1e9);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            int mine = number;
            Article article = article(number, topic);
            Future<RecordMetadata> unused = producer.send(
                    new ProducerRecord<>(
                            topic, article.articleId().toString().getBytes(UTF_8), ArticleJson.write(article)),
                    (written, failure) -> {
                        if (failure == null) {
                            onAcknowledged.accept(mine);
                        } else {
                            failed.incrementAndGet();
                        }
                    });
        }
        producer.flush();
        if (failed.get() > 0) {
            throw new IllegalStateException("%d articles were not written to %s".formatted(failed.get(), topic));
        }
    }

    private Article article(int number, String topic) {
        ArticleId id = ArticleId.of("bench-" + topic, Integer.toString(number));
        Instant now = Instant.now();
        return new Article(
                id.toString(),
                id,
                now,
                "Quarterly revenue of the company rises, article " + number,
                TEXT.repeat(CHARACTERS / TEXT.length() + 1).substring(0, CHARACTERS),
                "bench",
                "https://www.example.com/markets/stocks/" + number,
                ArticleType.NEWS,
                List.of(tickers.apply(number)),
                1,
                "standard",
                now,
                now,
                "{}",
                Optional.empty());
    }

    @Override
    public void close() {
        producer.close();
    }
}
