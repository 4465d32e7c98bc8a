package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testing.TestDatabase;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SourceStatesTest {

    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    /** Nobody else's, so that tests share one database. */
    private final String source = "states-" + UUID.randomUUID();

    private static SourceStates at(String node, Instant now) {
        return new SourceStates(
                TestDatabase.shared().client(), node, Duration.ofMinutes(5), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Fetched answer(boolean notModified, String etag, String lastModified) {
        return new Fetched(
                URI.create("https://example.com/feed"),
                notModified,
                Optional.empty(),
                Optional.ofNullable(etag),
                Optional.ofNullable(lastModified),
                new byte[0],
                NOON);
    }

    private SourceState state() {
        return at("any", NOON).all().stream()
                .filter(state -> state.name().equals(source))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void oneProcessPollsASourceAtATime() {
        assertThat(at("one", NOON).claim(source, NOON)).isTrue();
        assertThat(at("two", NOON.plusSeconds(1)).claim(source, NOON.plusSeconds(1)))
                .isFalse();
    }

    @Test
    void ofManyProcessesThatFireAtOnceOnePolls() {
        assertThat(IntStream.range(0, 16)
                        .parallel()
                        .filter(node -> at("node-" + node, NOON).claim(source, NOON))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whoDiedWhilePollingMayClaimAgainAtOnce() {
        assertThat(at("one", NOON).claim(source, NOON)).isTrue();
        assertThat(at("one", NOON.plusSeconds(1)).claim(source, NOON.plusSeconds(1)))
                .isTrue();
    }

    @Test
    void aFiringIsPolledOnceHoweverSoonThePollEnds() {
        assertThat(at("one", NOON).claim(source, NOON)).isTrue();
        at("one", NOON).succeeded(source, answer(true, null, null), 0);
        assertThat(at("two", NOON.plusMillis(200)).claim(source, NOON)).isFalse();
        assertThat(at("two", NOON.plusMillis(900)).claim(source, NOON.plusSeconds(1)))
                .isTrue();
    }

    @Test
    void aPollThatOutlivedItsLeaseLeavesTheNextOneItsClaim() {
        at("slow", NOON).claim(source, NOON);
        assertThat(at("next", NOON.plusSeconds(301)).claim(source, NOON.plusSeconds(301)))
                .isTrue();
        at("slow", NOON.plusSeconds(302)).succeeded(source, answer(false, null, null), 1);
        at("slow", NOON.plusSeconds(302)).failed(source, "late", Optional.empty());
        assertThat(at("third", NOON.plusSeconds(303)).claim(source, NOON.plusSeconds(303)))
                .isFalse();
    }

    @Test
    void aLeaseEnds() {
        assertThat(at("one", NOON).claim(source, NOON)).isTrue();
        assertThat(at("two", NOON.plusSeconds(301)).claim(source, NOON.plusSeconds(301)))
                .isTrue();
    }

    @Test
    void aPollThatGoesOnKeepsTheSourceHoweverLongItTakes() {
        at("long", NOON).claim(source, NOON);
        at("long", NOON.plusSeconds(299)).hold(source);
        assertThat(at("two", NOON.plusSeconds(598)).claim(source, NOON.plusSeconds(598)))
                .isFalse();
        assertThat(at("two", NOON.plusSeconds(600)).claim(source, NOON.plusSeconds(600)))
                .as("when the holder is silent for a lease")
                .isTrue();
    }

    @Test
    void aClaimThatWasLostIsNotTakenBack() {
        at("slow", NOON).claim(source, NOON);
        at("next", NOON.plusSeconds(301)).claim(source, NOON.plusSeconds(301));
        at("slow", NOON.plusSeconds(302)).hold(source);
        assertThat(at("slow", NOON.plusSeconds(303)).claim(source, NOON.plusSeconds(303)))
                .isFalse();
        at("slow", NOON.plusSeconds(599)).hold(source);
        assertThat(at("third", NOON.plusSeconds(602)).claim(source, NOON.plusSeconds(602)))
                .as("the next one's lease is not prolonged by the one that lost it")
                .isTrue();
    }

    @Test
    void aPollThatEndedLeavesTheSourceToOthers() {
        at("one", NOON).claim(source, NOON);
        at("one", NOON).succeeded(source, answer(false, null, null), 3);
        assertThat(at("two", NOON.plusSeconds(1)).claim(source, NOON.plusSeconds(1)))
                .isTrue();
        at("two", NOON).failed(source, "no answer", Optional.empty());
        assertThat(at("one", NOON.plusSeconds(2)).claim(source, NOON.plusSeconds(2)))
                .isTrue();
    }

    @Test
    void aSiteThatAsksToBeLeftAloneIs() {
        at("one", NOON).claim(source, NOON);
        at("one", NOON).failed(source, "429", Optional.of(NOON.plusSeconds(60)));
        assertThat(at("one", NOON.plusSeconds(59)).claim(source, NOON.plusSeconds(59)))
                .isFalse();
        assertThat(at("one", NOON.plusSeconds(60)).claim(source, NOON.plusSeconds(60)))
                .isTrue();
    }

    @Test
    void validatorsAreThoseOfTheLastFeedThatWasReadToItsEnd() {
        SourceStates states = at("one", NOON);
        assertThat(states.validators(source)).isEqualTo(Validators.NONE);
        states.claim(source, NOON);
        states.succeeded(source, answer(false, "\"a\"", "Mon"), 1);
        assertThat(states.validators(source)).isEqualTo(new Validators(Optional.of("\"a\""), Optional.of("Mon")));
        states.succeeded(source, answer(true, null, null), 0);
        assertThat(states.validators(source)).as("kept after a 304").isNotEqualTo(Validators.NONE);
        states.failed(source, "cut short", Optional.empty());
        assertThat(states.validators(source).etag()).as("kept after a failure").hasValue("\"a\"");
        states.succeeded(source, answer(false, null, null), 1);
        assertThat(states.validators(source)).as("gone when a feed brings none").isEqualTo(Validators.NONE);
    }

    @Test
    void theStateTellsHowItWent() {
        SourceStates states = at("one", NOON);
        states.claim(source, NOON);
        states.succeeded(source, answer(false, null, null), 7);
        assertThat(states.failed(source, "no answer", Optional.empty())).isEqualTo(1);
        assertThat(states.failed(source, "no answer", Optional.empty())).isEqualTo(2);
        assertThat(state().polls()).isEqualTo(3);
        assertThat(state().items()).isEqualTo(7);
        assertThat(state().lastError()).hasValue("no answer");
        assertThat(state().consecutiveFailures()).isEqualTo(2);
        assertThat(state().lastSucceeded()).hasValue(NOON);
        states.succeeded(source, answer(true, null, null), 0);
        assertThat(state().lastError()).isEmpty();
        assertThat(state().consecutiveFailures()).isZero();
    }
}
