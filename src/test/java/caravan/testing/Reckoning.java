package caravan.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.article.ArticleId;
import caravan.article.CanonicalUrl;
import caravan.embedded.wire.SampleWire;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether everything a wire has published arrived, and nothing of it twice. */
public final class Reckoning {

    private static final Logger LOG = LoggerFactory.getLogger(Reckoning.class);

    private Reckoning() {}

    /** What the wire has published so far. */
    public static Set<ArticleId> published(SampleWire wire) {
        return LongStream.range(0, wire.published())
                .mapToObj(number -> wire.url().resolve(wire.article(number).path()))
                .map(url -> ArticleId.of(CanonicalUrl.of(url.toString())))
                .collect(Collectors.toSet());
    }

    /** Waits until each article of a wire that has stopped is in the lake, and counted in Redis, once per ticker. */
    public static void eachArrivesOnce(SampleWire wire, Journal journal) {
        Set<ArticleId> published = published(wire);
        await("all articles are in the lake")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(journal.articlesInLake()).isEqualTo(published));
        await("each row is published once")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(journal.publishedRows()).isEqualTo(journal.rowsByTicker()));
        await("each article has counted once")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(journal.countsInRedis()).isEqualTo(journal.rowsWithTicker()));
        assertThat(journal.deadLetters()).as("dead letters").isZero();
        LOG.warn(
                "published {} = articles in the lake {}; rows {}, with ticker {} = counts in Redis {}",
                published.size(),
                journal.articlesInLake().size(),
                sum(journal.rowsByTicker().values()),
                sum(journal.rowsWithTicker().values()),
                sum(journal.countsInRedis().values()));
    }

    private static long sum(Iterable<Long> numbers) {
        long sum = 0;
        for (long number : numbers) {
            sum += number;
        }
        return sum;
    }
}
