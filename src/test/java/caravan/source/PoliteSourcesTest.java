package caravan.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.UnprocessableException;
import caravan.article.ArticleType;
import caravan.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A source fired each minute, at a site that counts what it is asked; the clock is turned by hand. */
class PoliteSourcesTest {

    private static final Duration LEASE = Duration.ofMinutes(5);

    private final String name = "polite-" + UUID.randomUUID();
    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-01-05T12:00:00Z"));
    private final SourceStates states = new SourceStates(TestDatabase.shared().client(), "here", LEASE, clock);

    private Misbehaving site;
    private Misbehaving elsewhere;
    private Fetcher fetcher;
    private Polling polling;

    static Source source(String name, URI url) {
        return source(name, url, "0 * * * * ?");
    }

    static Source source(String name, URI url, String cron) {
        return new Source(
                name,
                url,
                cron,
                ZoneOffset.UTC,
                ArticleType.NEWS,
                1,
                "standard",
                Map.of("X-Key", "secret"),
                Source.FullText.FEED,
                List.of(),
                Set.of());
    }

    private static final class TurnedClock extends Clock {

        private Instant now;

        private TurnedClock(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeEach
    void start() throws IOException {
        site = new Misbehaving();
        elsewhere = new Misbehaving();
        fetcher = new Fetcher("Test", HostPolicy.allowing(List.of("127.0.0.1")), FetchLimits.DEFAULT, Manners.NONE);
        polling = polling(site.url("/feed"));
    }

    private Polling polling(URI url) {
        return new Polling(
                new Sources(List.of(source(name, url))),
                states,
                new SeenItems(TestDatabase.shared().client(), "here", LEASE, clock),
                fetcher,
                new Feeds(),
                RhythmTest.RHYTHM,
                clock);
    }

    @AfterEach
    void stop() {
        fetcher.close();
        site.close();
        elsewhere.close();
    }

    /** What the routes do at a firing: true when the source was asked. */
    private boolean fire() {
        return poll(Date.from(clock.now));
    }

    private boolean poll(Date firing) {
        if (!polling.claim(name, firing)) {
            return false;
        }
        Fetched feed = null;
        try {
            feed = polling.fetch(name);
            polling.succeeded(name, feed, feed.notModified() ? List.of() : List.copyOf(polling.parse(name, feed)));
        } catch (RuntimeException e) {
            polling.failed(name, feed, e);
        }
        return true;
    }

    /** Fires at each minute of so long a time. */
    private void fireFor(Duration time) {
        Instant end = clock.now.plus(time);
        while (clock.now.isBefore(end)) {
            fire();
            clock.now = clock.now.plusSeconds(60);
        }
    }

    private SourceState state() {
        return states.all().stream()
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Without items, of which the tables would have to know. */
    private static byte[] feed(String title) {
        return "<rss version=\"2.0\"><channel><title>%s</title></channel></rss>"
                .formatted(title)
                .getBytes(UTF_8);
    }

    @Test
    void aSourceThatDoesNotChangeIsAskedConditionallyAndLessOften() {
        site.on("/feed", exchange -> {
            boolean known = exchange.getRequestHeaders().containsKey("If-None-Match");
            exchange.getResponseHeaders().add("ETag", "\"1\"");
            exchange.sendResponseHeaders(known ? 304 : 200, known ? -1 : feed("a").length);
            if (!known) {
                exchange.getResponseBody().write(feed("a"));
            }
        });
        fireFor(Duration.ofMinutes(6));
        assertThat(site.requests()).as("at each firing at first").hasSize(6);
        fireFor(Duration.ofMinutes(60));
        assertThat(site.requests()).as("then at each fourth").hasSizeBetween(25, 28);
        assertThat(site.requests().subList(1, site.requests().size()))
                .allMatch(request -> request.getRequestHeaders().containsKey("If-None-Match"));
        assertThat(state().unchanged()).isEqualTo(site.requests().size() - 1);
        assertThat(state().lastStatus()).hasValue(304);
        assertThat(states.nextDue(source(name, site.url("/feed")), state())).isEqualTo(state().dueAt());
    }

    @Test
    void anAnswersCacheControlIsHeeded() {
        site.on("/feed", 200, feed("a"), "Cache-Control", "public, max-age=300");
        fireFor(Duration.ofMinutes(10));
        assertThat(site.requests()).hasSize(2);
    }

    @Test
    void aSiteInTroubleIsAskedLessAndLessUntilItIsParkedAndThenOnceADay() {
        site.on("/feed", 500, new byte[0]);
        fireFor(Duration.ofMinutes(60));
        assertThat(site.requests()).as("of 60 firings in its first hour").hasSizeLessThan(10);
        assertThat(state().standing()).isEqualTo(Standing.POLLED);
        while (state().standing() == Standing.POLLED) {
            fireAfter(Duration.ofMinutes(61));
        }
        assertThat(state().standing()).isEqualTo(Standing.PARKED);
        assertThat(state().siteFailures()).isEqualTo(20);
        assertThat(state().lastStatus()).hasValue(500);
        assertThat(state().lastError()).get().asString().contains("500");
        int asked = site.requests().size();
        fireFor(Duration.ofHours(11));
        assertThat(site.requests()).as("while parked").hasSize(asked);
        fireAfter(Duration.ofDays(1));
        assertThat(site.requests()).as("probed").hasSize(asked + 1);
    }

    private void fireAfter(Duration time) {
        clock.now = clock.now.plus(time);
        fire();
    }

    @Test
    void aParkedSourceThatAnswersAgainIsPolledAsBefore() {
        site.on("/feed", exchange -> {
            boolean first = site.requests().size() <= 3;
            exchange.sendResponseHeaders(first ? 403 : 200, first ? -1 : feed("a").length);
            if (!first) {
                exchange.getResponseBody().write(feed("a"));
            }
        });
        IntStream.range(0, 3).forEach(time -> fireAfter(Duration.ofMinutes(10)));
        assertThat(state().standing()).isEqualTo(Standing.PARKED);
        assertThat(poll(null)).as("a person need not wait").isTrue();
        assertThat(state().standing()).isEqualTo(Standing.POLLED);
        assertThat(state().siteFailures()).isZero();
        fireFor(Duration.ofMinutes(4));
        assertThat(site.requests()).as("this minute is over").hasSize(3 + 1 + 3);
    }

    @Test
    void whatIsGoneIsAskedNoMoreUntilItsAddressChanges() {
        site.on("/feed", 410, new byte[0]);
        site.on("/new", 200, feed("a"), "ETag", "\"of the new one\"");
        fireFor(Duration.ofHours(3));
        IntStream.range(0, 10).forEach(week -> fireAfter(Duration.ofDays(7)));
        assertThat(site.requests()).hasSize(1);
        assertThat(state().standing()).isEqualTo(Standing.GONE);
        assertThat(states.nextDue(source(name, site.url("/feed")), state())).isEmpty();
        polling = polling(site.url("/new"));
        fireAfter(Duration.ofMinutes(1));
        assertThat(site.requests()).hasSize(2);
        assertThat(state().standing()).isEqualTo(Standing.POLLED);
    }

    @Test
    void validatorsOfAnotherAddressAreNotSent() {
        site.on("/feed", 200, feed("a"), "ETag", "\"of the old one\"");
        site.on("/new", 200, feed("b"));
        fire();
        polling = polling(site.url("/new"));
        fireAfter(Duration.ofMinutes(1));
        assertThat(site.requests()).hasSize(2).noneMatch(request -> request.getRequestHeaders()
                .containsKey("If-None-Match"));
    }

    @Test
    void aSiteThatSaysWhenToComeBackIsNotAskedBefore() {
        // By the clock on the wall, which is what the fetcher goes by.
        clock.now = Instant.now();
        site.on("/feed", 503, new byte[0], "Retry-After", "7200");
        fireFor(Duration.ofMinutes(119));
        assertThat(site.requests()).hasSize(1);
        assertThat(state().notBefore()).isPresent();
    }

    @Test
    void aFailureOfOursDoesNotPutOffASource() {
        site.on("/feed", 200, feed("a"));
        for (int failure = 0; failure < 30; failure++) {
            polling.claim(name, Date.from(clock.now));
            polling.failed(name, polling.fetch(name), new IllegalStateException("Kafka is away"));
            clock.now = clock.now.plusSeconds(60);
        }
        assertThat(site.requests()).hasSize(30);
        assertThat(state().standing()).isEqualTo(Standing.POLLED);
        assertThat(state().siteFailures()).isZero();
        assertThat(state().consecutiveFailures()).isEqualTo(30);
    }

    @Test
    void aHostOfOneArticleThatWantsToBeLeftAloneIsNoFailureOfTheSource() {
        site.on("/feed", 200, feed("a"));
        polling.claim(name, Date.from(clock.now));
        assertThat(polling.failed(
                        name, polling.fetch(name), new RetryLaterException("429", clock.now.plusSeconds(3600), 429)))
                .as("counted as failed")
                .isFalse();
        assertThat(state().siteFailures()).isZero();
        assertThat(state().notBefore()).isEmpty();
        fireAfter(Duration.ofMinutes(1));
        assertThat(site.requests()).hasSize(2);
    }

    @Test
    void aHostThatIsAskedEnoughAlreadyIsNoFailureOfTheSource() {
        polling.claim(name, Date.from(clock.now));
        assertThat(polling.failed(name, null, new CrowdedHostException("busy", clock.now.plusSeconds(5))))
                .isFalse();
        assertThat(state().polls()).isZero();
        assertThat(state().consecutiveFailures()).isZero();
        assertThat(polling.failed(name, null, new UnprocessableException("no feed")))
                .isTrue();
    }

    @Test
    void whatAFeedSaysOfWhenItIsToBeAskedIsHeededWhileItDoesNotChange() {
        site.on("/feed", exchange -> {
            boolean known = exchange.getRequestHeaders().containsKey("If-None-Match");
            byte[] body = "<rss version=\"2.0\"><channel><title>a</title><ttl>5</ttl></channel></rss>".getBytes(UTF_8);
            exchange.getResponseHeaders().add("ETag", "\"1\"");
            exchange.sendResponseHeaders(known ? 304 : 200, known ? -1 : body.length);
            if (!known) {
                exchange.getResponseBody().write(body);
            }
        });
        fireFor(Duration.ofMinutes(20));
        assertThat(site.requests()).hasSize(4);
    }

    @Test
    void aPermanentMoveIsBelievedWhenThreePollsSawItAndLookedAtAgainAfterAWeek() {
        site.on("/feed", 301, new byte[0], "Location", elsewhere.url("/feed").toString());
        elsewhere.on("/feed", 200, feed("a"));
        fireFor(Duration.ofMinutes(3));
        assertThat(site.requests()).hasSize(3);
        assertThat(state().movedTo()).hasValue(elsewhere.url("/feed").toString());
        fireFor(Duration.ofMinutes(3));
        assertThat(site.requests()).as("left alone").hasSize(3);
        assertThat(elsewhere.requests()).hasSize(6).noneMatch(request -> request.getRequestHeaders()
                .containsKey("X-Key"));
        fireAfter(Duration.ofDays(8));
        assertThat(site.requests()).as("looked at again").hasSize(4);
        fireAfter(Duration.ofMinutes(1));
        assertThat(site.requests()).as("and still moved").hasSize(4);
    }

    @Test
    void aMoveThatLeadsNowhereIsForgotten() {
        site.on("/feed", 308, new byte[0], "Location", elsewhere.url("/feed").toString());
        elsewhere.on("/feed", exchange -> {
            boolean there = elsewhere.requests().size() <= 3;
            exchange.sendResponseHeaders(there ? 200 : 404, there ? feed("a").length : -1);
            if (there) {
                exchange.getResponseBody().write(feed("a"));
            }
        });
        fireFor(Duration.ofMinutes(4));
        assertThat(state().movedTo()).isEmpty();
        fireAfter(Duration.ofMinutes(10));
        assertThat(site.requests()).as("asked where it was declared").hasSize(4);
    }

    @Test
    void aTemporaryRedirectIsFollowedEachTime() {
        site.on("/feed", 302, new byte[0], "Location", elsewhere.url("/feed").toString());
        elsewhere.on("/feed", 200, feed("a"));
        fireFor(Duration.ofMinutes(5));
        assertThat(site.requests()).hasSize(5);
        assertThat(state().movedTo()).isEmpty();
    }
}
