package caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.source.SourceStates;
import caravan.testing.RunningCaravan;
import caravan.testing.SlowSite;
import caravan.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A poll that takes longer than its lease, because the pages behind the feed are slow. */
class LongPollTest {

    private static final int PAGES = 8;

    @TempDir
    private Path folder;

    @Test
    void keepsItsSourceFromOtherProcessesUntilItEnds() throws IOException {
        String source = "slow-" + UUID.randomUUID();
        SourceStates other =
                new SourceStates(TestDatabase.shared().client(), "other", Duration.ofSeconds(8), Clock.systemUTC());
        try (SlowSite site = SlowSite.start(PAGES, Duration.ofMillis(1_500));
                Application caravan = start(source, site)) {
            await("the poll is under way")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> site.pagesAsked() > 0);
            await("all pages were asked for")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        boolean claimed = other.claim(source, Instant.now());
                        assertThat(claimed)
                                .as("claimed by another after %d of %d pages", site.pagesAnswered(), PAGES)
                                .isFalse();
                        return site.pagesAsked() == PAGES;
                    });
            await("then it ends, see " + caravan.http().resolve("/api/sources"))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> other.claim(source, Instant.now()));
        }
    }

    private Application start(String source, SlowSite site) throws IOException {
        Path sources = folder.resolve("sources.yaml");
        Files.writeString(
                sources,
                "sources:\n  - {name: %s, url: \"%s\", cron: \"* * * * * ?\"}\n".formatted(source, site.feed()));
        return RunningCaravan.start(
                folder.resolve("data"),
                Map.of(
                        "sources.file", sources.toString(),
                        "source.lease", "8s",
                        "fetch.deadline", "5s",
                        "retry.attempts", "0",
                        "fetch.allowed-hosts", site.feed().getAuthority()));
    }
}
