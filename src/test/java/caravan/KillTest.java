package caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.article.ArticleId;
import caravan.article.CanonicalUrl;
import caravan.embedded.wire.Access;
import caravan.embedded.wire.SampleWire;
import caravan.embedded.wire.WireSettings;
import caravan.testing.CaravanProcess;
import caravan.testing.Journal;
import caravan.testing.StoppableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 1 and 2 under load: {@code -Dkills=N} for more deaths than the usual two, {@code -Dseed=N} for the same. */
class KillTest {

    private static final int KILLS = Integer.getInteger("kills", 2);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    /** So that feeds still list what was published while nobody was alive to read. */
    private static final int FEED_LENGTH = 100_000;
    /** Something is always under way, yet a slow machine, on which each start takes long, is not buried in articles. */
    private static final Duration PACE = Duration.ofMillis(125);

    @TempDir
    private Path folder;

    @Test
    void everyArticleTheWireServedIsInTheLakeOnceAndCountedOnce() throws Exception {
        Random random = new Random(SEED);
        StoppableClock clock = new StoppableClock();
        WireSettings settings =
                WireSettings.of(Instant.now(), PACE).withFeedLength(FEED_LENGTH).withClock(clock);
        try (SampleWire wire = SampleWire.start(settings)) {
            for (int kill = 0; kill < KILLS; kill++) {
                CaravanProcess caravan = start(wire, "run-" + kill);
                if (kill % 5 != 4) {
                    // Every fifth dies while it starts, the others at work.
                    caravan.awaitRunning();
                }
                pause(Duration.ofMillis(500 + random.nextInt(4_000)));
                // Every third takes its services with it.
                caravan.kill(kill % 3 == 2);
            }
            try (CaravanProcess caravan = start(wire, "last-run")) {
                caravan.awaitRunning();
                clock.stop();
                verify(wire);
                assertThat(caravan.interrupt()).as("seconds to stop").isLessThan(10);
                assertThat(caravan.output())
                        .as("its services stop after all that needs them")
                        .doesNotContain("Connection refused", "Connection reset");
            }
        }
    }

    private void verify(SampleWire wire) {
        Set<ArticleId> published = LongStream.range(0, wire.published())
                .mapToObj(number -> id(wire.url(), wire.article(number).path()))
                .collect(Collectors.toCollection(
                        () -> new TreeSet<>((a, b) -> a.value().compareTo(b.value()))));
        Path data = folder.resolve("data");
        try (Journal journal = Journal.of(data)) {
            await("all of %d articles are in the lake, seed %d".formatted(published.size(), SEED))
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(journal.articlesInLake()).containsAll(published));
            assertThat(journal.articlesInLake())
                    .as("nothing but what was published")
                    .hasSize(published.size());
            assertThat(wire.accessLog()
                            .filter(access ->
                                    access.status() == 200 && access.article().isPresent())
                            .map(Access::path)
                            .map(path -> id(wire.url(), path)))
                    .as("what the access log says was fetched")
                    .isNotEmpty()
                    .allMatch(journal.articlesInLake()::contains);
            await("every row is published once, seed " + SEED)
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(journal.publishedRows()).isEqualTo(journal.rowsByTicker()));
            await("PostgreSQL shows every row once, seed " + SEED)
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(journal.rowsInPostgres()).isEqualTo(journal.rowsByTicker()));
            await("every article has counted once for each of its tickers, seed " + SEED)
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(journal.countsInRedis()).isEqualTo(journal.rowsWithTicker()));
            assertThat(journal.deadLetters()).as("dead letters").isZero();
        }
    }

    private static ArticleId id(URI wire, String path) {
        return ArticleId.of(CanonicalUrl.of(wire.resolve(path).toString()));
    }

    private CaravanProcess start(SampleWire wire, String name) throws IOException {
        Path sources = folder.resolve("sources.yaml");
        Files.writeString(sources, """
                sources:
                  - {name: news, url: "{{wire.url}}/news/rss.xml", cron: "* * * * * ?"}
                  - {name: filings, url: "{{wire.url}}/filings/atom.xml", cron: "* * * * * ?", type: filing}
                  - {name: social, url: "{{wire.url}}/social/feed.json", cron: "* * * * * ?", type: social, full_text: feed}
                """);
        return CaravanProcess.run(
                folder.resolve(name + ".log"),
                Map.of(),
                Map.of(
                        "caravan.data",
                        folder.resolve("data").toString(),
                        "sources.file",
                        sources.toString(),
                        "wire.url",
                        wire.url().toString().replaceAll("/$", ""),
                        "fetch.allowed-hosts",
                        wire.url().getAuthority(),
                        "enrich.require-ticker",
                        "false",
                        "lake.publish.after",
                        "1s",
                        "lake.publish.cron",
                        "* * * * * ?",
                        "lake.sql.cron",
                        "* * * * * ?",
                        "http.port",
                        "0"));
    }

    /** The moment of death is what is being tried, so here time itself is the subject. */
    private static void pause(Duration duration) {
        Instant end = Instant.now().plus(duration);
        await().atMost(duration.plusSeconds(5))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !Instant.now().isBefore(end));
    }
}
