package caravan.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.testing.TestDatabase;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PollingTest {

    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Validators ITS_OWN = new Validators(Optional.of("\"a\""), Optional.empty());

    /** Nobody else's, so that tests share one database. */
    private final String source = "polling-" + UUID.randomUUID();

    private final SourceStates states =
            new SourceStates(TestDatabase.shared().client(), "here", LEASE, Clock.systemUTC());
    private final SeenItems here = seen("here");
    private final SeenItems elsewhere = seen("elsewhere");
    private final Fetched feed = new Fetched(
            URI.create("https://example.com/feed"),
            false,
            Optional.empty(),
            ITS_OWN.etag(),
            ITS_OWN.lastModified(),
            """
            <rss version="2.0"><channel>
              <item><guid isPermaLink="false">one</guid><title>One</title></item>
              <item><guid isPermaLink="false">two</guid><title>Two</title></item>
            </channel></rss>
            """.getBytes(UTF_8),
            Instant.now());
    private final List<FeedItem> items = new Feeds().parse(source, feed).items();

    private static SeenItems seen(String node) {
        return new SeenItems(TestDatabase.shared().client(), node, LEASE, Clock.systemUTC());
    }

    private String article(int number) {
        return items.get(number).articleId().toString();
    }

    private void poll() {
        states.claim(source, Instant.now());
        new Polling(
                        new Sources(List.of(PoliteSourcesTest.source(source, feed.url()))),
                        states,
                        here,
                        null,
                        new Feeds(),
                        RhythmTest.RHYTHM,
                        Clock.systemUTC())
                .succeeded(source, feed, items);
    }

    @BeforeEach
    void emitTheFirst() {
        here.claim(article(0), source);
        here.finish(article(0), source);
    }

    @Test
    void aFeedIsReadToItsEndWhenEveryArticleIsFinishedByWhomever() {
        elsewhere.claim(article(1), "other");
        elsewhere.finish(article(1), "other");
        poll();
        assertThat(states.validators(source)).isEqualTo(ITS_OWN);
    }

    @Test
    void aFeedIsAskedForWholeAgainWhileAnotherPollWorksOnOneOfItsArticles() {
        elsewhere.claim(article(1), "other");
        poll();
        assertThat(states.validators(source)).isEqualTo(Validators.NONE);
    }
}
