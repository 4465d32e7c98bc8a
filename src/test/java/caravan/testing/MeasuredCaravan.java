package caravan.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.Application;
import caravan.article.AnalysedArticle;
import caravan.article.Article;
import caravan.article.ArticleId;
import caravan.article.ArticleJson;
import caravan.article.ArticleType;
import caravan.article.Priority;
import caravan.article.TextQuality;
import caravan.article.TickerScore;
import caravan.lake.migration.MigrationProgress;
import caravan.lake.migration.WatchedMigration;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.micrometer.MicrometerConstants;

/**
 * One Caravan in which everything has happened that is measured: a source that brings articles, a model and a webhook that
 * are away, something that cannot be read, rows of last week and of today. For all tests of metrics, started when first
 * asked for.
 */
public final class MeasuredCaravan {

    private static final String SOURCE = "measured-news";
    private static final String HIPRI = "measured-hipri";
    private static final String ANALYSED = "measured-analyzed-stdpri";

    private MeasuredCaravan() {}

    public static Application shared() {
        return Shared.CARAVAN;
    }

    /** What it tells Prometheus. */
    public static String metrics() {
        return RunningCaravan.ask("GET", shared().http().resolve("/observe/metrics"))
                .body();
    }

    private static Application start() {
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "measured-");
            Map<String, String> settings = new HashMap<>(Map.of(
                    "topic.hipri",
                    HIPRI,
                    "topic.stdpri",
                    "measured-stdpri",
                    "topic.analyzed.hipri",
                    "measured-analyzed-hipri",
                    "topic.analyzed.stdpri",
                    ANALYSED,
                    "topic.alerts",
                    "measured-alerts",
                    "topic.dead-letters",
                    "measured-dead-letters",
                    "sources.file",
                    file(folder, "sources.yaml", """
                            sources:
                              - {name: %s, url: "{{wire.url}}/news/rss.xml", cron: "* * * * * ?"}
                            """.formatted(SOURCE)),
                    "models.file",
                    file(folder, "models.yaml", """
                            models:
                              - name: judge
                                kind: chat
                                deadline: 1s
                                options: {url: "http://127.0.0.1:9/v1", model: judge, attempts: 1, reply_format: text}
                            default: judge
                            """),
                    "alerts.file",
                    file(folder, "alerts.yaml", """
                            webhooks: [{name: desk, url: "http://127.0.0.1:9/", secret: "a secret of this test"}]
                            rules: [{name: any, kind: article, tickers: any, type: news, to: desk}]
                            """)));
            settings.putAll(Map.of(
                    "wire.enabled", "true",
                    "wire.port", "0",
                    "wire.backlog", "10",
                    "wire.pace", "500ms",
                    "lake.publish.after", "1s",
                    "retry.attempts", "1",
                    "retry.delay-ms", "50"));
            List.of("metrics", "metrics.lake", "live.measure", "lake.drift", "lake.publish", "pipeline.lag")
                    .forEach(what -> settings.put(what + ".cron", "* * * * * ?"));
            Application caravan = RunningCaravan.start(folder, settings);
            Runtime.getRuntime().addShutdownHook(new Thread(caravan::close, "stop-measured"));
            happen(caravan);
            return caravan;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String file(Path folder, String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private static void happen(Application caravan) {
        ProducerTemplate kafka = caravan.context().createProducerTemplate();
        kafka.sendBodyAndHeader("kafka:" + HIPRI, "no article".getBytes(UTF_8), "kafka.KEY", "no-article");
        kafka.sendBodyAndHeader(
                "kafka:" + HIPRI, ArticleJson.write(article(Instant.now(), "urgent")), "kafka.KEY", "urgent");
        Article cut = article(Instant.now(), "cut", TextQuality.TRUNCATED);
        kafka.sendBodyAndHeader("kafka:" + HIPRI, ArticleJson.write(cut), "kafka.KEY", "cut");
        RunningCaravan.post(
                caravan.http().resolve("/api/articles"),
                "{\"title\": \"The weather\", \"text\": \"It will rain on the moors until Friday.\"}",
                "Content-Type",
                "application/json");
        for (int daysAgo : new int[] {0, 1, 3}) {
            Instant when = Instant.now().minus(Duration.ofDays(daysAgo));
            AnalysedArticle analysed = new AnalysedArticle(
                    article(when, "days-ago-" + daysAgo),
                    new TickerScore(daysAgo == 0 ? 0.8 : -0.8, 0.9),
                    "lexicon",
                    Priority.STANDARD,
                    when,
                    Map.of(),
                    Optional.empty());
            kafka.sendBodyAndHeader("kafka:" + ANALYSED, ArticleJson.write(analysed), "kafka.KEY", "day-" + daysAgo);
        }
        // A migration is a process of its own with the same pages; here its meters stand beside the others.
        MeterRegistry registry = caravan.context()
                .getRegistry()
                .lookupByNameAndType(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class);
        new WatchedMigration(Instant.now(), MigrationProgress.NONE).measure(registry);
    }

    private static Article article(Instant when, String name) {
        return article(when, name, TextQuality.PAGE);
    }

    private static Article article(Instant when, String name, TextQuality quality) {
        ArticleId id = ArticleId.of(SOURCE, name);
        return new Article(
                id.toString(),
                id,
                when,
                "Measured Corp. raises its outlook",
                "Measured Corp. raised its outlook for the year.",
                SOURCE,
                "https://measured.example/" + name,
                ArticleType.NEWS,
                List.of("MSRD"),
                1,
                "standard",
                when,
                when,
                "{}",
                Optional.of(quality));
    }

    private static final class Shared {

        static final Application CARAVAN = start();
    }
}
