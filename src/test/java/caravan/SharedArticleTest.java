package caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.article.ArticleId;
import caravan.article.CanonicalUrl;
import caravan.source.SeenItems;
import caravan.testing.RunningCaravan;
import caravan.testing.Services;
import caravan.testing.SlowSite;
import caravan.testing.TestDatabase;
import caravan.testing.TopicContents;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three feeds that bring the same articles in the same second, some of which processes that died have claimed. */
class SharedArticleTest {

    private static final int PAGES = 6;
    private static final String NODE = "shared-article";
    private static final Duration LEASE = Duration.ofSeconds(8);
    private static final String TOPIC = "shared-stdpri";

    @TempDir
    private Path folder;

    @Test
    void goesToKafkaOnceAndIsTakenUpFromTheDead() throws IOException {
        try (SlowSite site = SlowSite.start(PAGES, Duration.ofMillis(300))) {
            claims("died-elsewhere").claim(id(site, 0), "shared-0");
            claims(NODE).claim(id(site, 1), "gone");
            Set<String> all = ids(site, 0);
            try (Application caravan = start(site)) {
                String brokers = caravan.addresses().kafkaBrokers();
                await("all but the one that is claimed elsewhere").atMost(LEASE).untilAsserted(() -> assertThat(
                                TopicContents.keys(brokers, TOPIC))
                        .containsAll(ids(site, 1)));
                await("the one claimed by a process that is gone, when its lease has ended")
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() ->
                                assertThat(TopicContents.keys(brokers, TOPIC)).isEqualTo(all));
            }
            assertThat(TopicContents.count(Services.addresses().kafkaBrokers(), TOPIC))
                    .as("each of them once")
                    .isEqualTo(PAGES);
            assertThat(site.pagesAsked()).as("no page was fetched twice").isEqualTo(PAGES);
        }
    }

    private static SeenItems claims(String node) {
        return new SeenItems(TestDatabase.shared().client(), node, LEASE, Clock.systemUTC());
    }

    private static Set<String> ids(SlowSite site, int first) {
        return IntStream.range(first, PAGES).mapToObj(page -> id(site, page)).collect(Collectors.toSet());
    }

    private static String id(SlowSite site, int page) {
        URI url = site.feed().resolve("/pages/" + page);
        return ArticleId.of(CanonicalUrl.of(url.toString())).toString();
    }

    private Application start(SlowSite site) throws IOException {
        Path sources = folder.resolve("sources.yaml");
        Files.writeString(
                sources,
                IntStream.range(0, 3)
                        .mapToObj(number -> "  - {name: shared-%d, url: \"%s\", cron: \"* * * * * ?\"}\n"
                                .formatted(number, site.feed()))
                        .collect(Collectors.joining("", "sources:\n", "")));
        return RunningCaravan.start(
                folder.resolve("data"),
                Map.of(
                        "caravan.node",
                        NODE,
                        "sources.file",
                        sources.toString(),
                        "topic.stdpri",
                        TOPIC,
                        "topic.analyzed.stdpri",
                        "shared-analyzed-stdpri",
                        "enrich.require-ticker",
                        "false",
                        "fetch.allowed-hosts",
                        site.feed().getAuthority()));
    }
}
