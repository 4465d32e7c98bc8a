package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Time is what the turns wait; nobody waits in truth. */
class HostTurnsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Duration NONE = Duration.ofMillis(1);
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private final Manners manners = new Manners(
            2, Manners.hosts(List.of("sec.gov=10/4", "[::1]=1000/1")), PATIENCE, Duration.ofSeconds(10), true);
    private long nanos;
    private final HostTurns turns = new HostTurns(
            manners,
            1,
            new Clock() {
                @Override
                public Instant instant() {
                    return NOON.plusNanos(nanos);
                }

                @Override
                public ZoneOffset getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }
            },
            new TimeMeter() {
                @Override
                public long currentTimeNanos() {
                    return nanos;
                }

                @Override
                public boolean isWallClockBased() {
                    return false;
                }
            },
            wait -> nanos += wait);

    private static URI url(String host) {
        return URI.create("https://" + host + "/page");
    }

    private void ask(String host) {
        turns.take(url(host), PATIENCE).close();
    }

    /** When each of so many requests was made, in milliseconds from the first. */
    private List<Long> asked(String host, int times) {
        List<Long> at = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            ask(host);
            at.add(nanos / 1_000_000);
        }
        return at;
    }

    @Test
    void aSourceMayWantItsHostAskedLessAndNeverMore() {
        turns.limit(url("www.sec.gov"), 1);
        assertThat(asked("www.sec.gov", 3)).containsExactly(0L, 1000L, 2000L);
        turns.limit(url("www.sec.gov"), 5);
        ask("data.sec.gov");
        assertThat(nanos).isEqualTo(3_000_000_000L);
    }

    @Test
    void aHostIsAskedEvenlyHoweverLongItWasLeftAloneBefore() {
        assertThat(asked("a.example", 4)).containsExactly(0L, 500L, 1000L, 1500L);
        nanos = Duration.ofHours(1).toNanos() + 250_000_000;
        assertThat(asked("a.example", 3)).containsExactly(3_600_250L, 3_600_750L, 3_601_250L);
    }

    @Test
    void whoWaitsForOneHostKeepsNobodyFromAnother() {
        asked("a.example", 3);
        long before = nanos;
        ask("b.example");
        assertThat(nanos).isEqualTo(before);
    }

    @Test
    void whileAHostsPlacesAreTakenOthersAreNot() {
        try (HostTurns.Turn turn = turns.take(url("a.example"), PATIENCE)) {
            assertThat(turn.after()).isZero();
            assertThatThrownBy(() -> turns.take(url("a.example"), NONE)).isInstanceOf(CrowdedHostException.class);
            assertThatCode(() -> ask("b.example")).doesNotThrowAnyException();
        }
        assertThatCode(() -> ask("a.example")).doesNotThrowAnyException();
    }

    @Test
    void whatIsSaidOfAHostHoldsForTheNamesBelowItTogether() {
        ask("www.sec.gov");
        ask("data.sec.gov.");
        ask("SEC.gov");
        assertThat(nanos).isEqualTo(Duration.ofMillis(200).toNanos());
        ask("notsec.gov");
        assertThat(nanos).as("is another host").isEqualTo(Duration.ofMillis(200).toNanos());
    }

    @Test
    void whoWouldWaitTooLongIsToldAndTakesNobodysTurn() {
        ask("a.example");
        assertThatThrownBy(() -> turns.take(url("a.example"), Duration.ofMillis(400)))
                .isInstanceOf(CrowdedHostException.class)
                .hasMessageContaining("a.example")
                .satisfies(crowded ->
                        assertThat(((RetryLaterException) crowded).notBefore()).isAfter(NOON));
        assertThat(asked("a.example", 1)).containsExactly(500L);
    }

    @Test
    void aCrawlDelayIsHeededUpToABoundButNotWhereTheOperatorSaysOtherwise() {
        turns.space(url("a.example"), Duration.ofSeconds(5));
        turns.space(url("b.example"), Duration.ofHours(1));
        turns.space(url("c.example"), Duration.ofMillis(1));
        turns.space(url("www.sec.gov"), Duration.ofSeconds(5));
        assertThat(asked("a.example", 3)).containsExactly(0L, 5_000L, 10_000L);
        nanos = 0;
        assertThat(asked("b.example", 2)).containsExactly(0L, 10_000L);
        nanos = 0;
        assertThat(asked("c.example", 2)).as("never faster").containsExactly(0L, 500L);
        nanos = 0;
        assertThat(asked("sec.gov", 2)).containsExactly(0L, 100L);
    }

    @Test
    void aHostThatIsAskedTooMuchIsLeftAloneForAnHourAtMost() {
        turns.leaveHostAlone(url("a.example"), NOON.plus(Duration.ofDays(1)));
        assertThatThrownBy(() -> turns.take(URI.create("http://a.example/other"), PATIENCE))
                .isInstanceOf(RetryLaterException.class)
                .isNotInstanceOf(CrowdedHostException.class);
        assertThatCode(() -> ask("b.example")).doesNotThrowAnyException();
        nanos = Duration.ofHours(1).toNanos();
        assertThatCode(() -> ask("a.example")).doesNotThrowAnyException();
    }

    @Test
    void aPageThatIsToComeBackForIsLeftAloneAndOthersOfItsHostAreNot() {
        turns.leaveAlone(url("a.example"), NOON.plusSeconds(60));
        assertThatThrownBy(() -> ask("a.example")).isInstanceOf(RetryLaterException.class);
        assertThatCode(() -> turns.take(URI.create("https://a.example/other"), PATIENCE)
                        .close())
                .doesNotThrowAnyException();
    }

    @Test
    void moreHostsThanAreRememberedAreAskedAllTheSame() {
        for (int host = 0; host < 12_000; host++) {
            ask("host-" + host + ".example");
        }
        assertThat(nanos).isZero();
    }
}
