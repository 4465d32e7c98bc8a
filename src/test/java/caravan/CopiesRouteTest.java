package caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testing.RunningCaravan;
import caravan.testing.SlowSite;
import caravan.testing.TestDatabase;
import caravan.testing.TopicContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A feed whose articles have addresses of their own and one text. */
class CopiesRouteTest {

    private static final int PAGES = 4;
    private static final String SOURCE = "copies-" + System.nanoTime();
    private static final String TOPIC = SOURCE + "-stdpri";

    @TempDir
    private Path folder;

    @Test
    void copiesEndAtEnrichmentLinkedToTheFirst() throws IOException {
        try (SlowSite site = SlowSite.start(PAGES, Duration.ofMillis(10));
                Application caravan = start(site)) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(links()).isEqualTo(PAGES - 1));
            assertThat(TopicContents.count(caravan.addresses().kafkaBrokers(), TOPIC))
                    .isEqualTo(1);
            assertThat(RunningCaravan.ask("GET", caravan.http().resolve("/observe/metrics"))
                            .body())
                    .containsPattern(
                            "caravan_articles_total\\{[^}]*leg=\"enrich\",outcome=\"duplicate\"} " + (PAGES - 1));
        }
    }

    private static long links() {
        return TestDatabase.shared()
                .client()
                .sql(Sql.named("dedupe/links-of-source"))
                .param("source", SOURCE)
                .query(Long.class)
                .single();
    }

    private Application start(SlowSite site) throws IOException {
        Path sources = folder.resolve("sources.yaml");
        Files.writeString(
                sources,
                "sources:\n  - {name: %s, url: \"%s\", cron: \"* * * * * ?\"}\n".formatted(SOURCE, site.feed()));
        return RunningCaravan.start(
                folder.resolve("data"),
                Map.of(
                        "caravan.node",
                        SOURCE,
                        "sources.file",
                        sources.toString(),
                        "topic.stdpri",
                        TOPIC,
                        "topic.analyzed.stdpri",
                        SOURCE + "-analyzed",
                        "enrich.require-ticker",
                        "false",
                        "dedupe.window",
                        "72h",
                        "fetch.allowed-hosts",
                        site.feed().getAuthority()));
    }
}
