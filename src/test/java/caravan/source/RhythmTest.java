package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.article.ArticleType;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RhythmTest {

    /** Chance says no: of each wait the random half is let off. */
    static final RandomGenerator NEVER = new Chance(0);

    static final Rhythm RHYTHM = with(NEVER);

    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
    private static final Source EACH_MINUTE =
            PoliteSourcesTest.source("minutely", URI.create("https://example.com/feed"));

    private record Chance(double value) implements RandomGenerator {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public double nextDouble() {
            return value;
        }
    }

    private static Rhythm with(RandomGenerator chance) {
        return new Rhythm(
                Duration.ofSeconds(30), Duration.ofHours(1), 20, Duration.ofDays(1), 3, Duration.ofMinutes(10), chance);
    }

    private static Instant due(int unchanged) {
        return RHYTHM.due(EACH_MINUTE, NOON, unchanged, Optional.empty(), Pace.ANY, NOON)
                .orElseThrow();
    }

    private static Instant due(Duration good) {
        return RHYTHM.due(EACH_MINUTE, NOON, 0, Optional.of(good), Pace.ANY, NOON)
                .orElseThrow();
    }

    private static Source limited(String least, String most) {
        return new Source(
                "limited",
                new Kind.Feed(),
                URI.create("https://example.com/feed"),
                "0 * * * * ?",
                ZoneOffset.UTC,
                ArticleType.NEWS,
                1.0,
                "standard",
                Map.of(),
                new SourceLimits(
                        Optional.of(Duration.parse(least)),
                        Optional.of(Duration.parse(most)),
                        OptionalDouble.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty()),
                Source.FullText.PAGE,
                List.of(),
                Set.of());
    }

    @ParameterizedTest
    @CsvSource({
        // unchanged polls, good for, due after
        "0,  PT0S,  PT3M",
        "6,  PT0S,  PT3M",
        "18, PT0S,  PT4M",
        "0,  PT30M, PT5M",
    })
    void aSourcesOwnLimitsHold(int unchanged, Duration good, Duration after) {
        assertThat(RHYTHM.due(limited("PT3M", "PT5M"), NOON, unchanged, Optional.of(good), Pace.ANY, NOON))
                .contains(NOON.plus(after));
    }

    private static Rest after(Exception failure, int failures) {
        return RHYTHM.after(failure, failures, NOON);
    }

    private static Duration rest(Exception failure, int failures) {
        return Duration.between(NOON, after(failure, failures).notBefore().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "5, 1", "6, 2", "11, 2", "12, 3", "18, 4", "1000, 4"})
    void aFeedThatDoesNotChangeIsAskedAtFewerFiringsUpToABound(int unchanged, int minutes) {
        assertThat(due(unchanged)).isEqualTo(NOON.plus(Duration.ofMinutes(minutes)));
    }

    @Test
    void aRareScheduleIsNotStretchedBeyondTheLongestRest() {
        Source hourly = PoliteSourcesTest.source("hourly", URI.create("https://example.com/feed"), "0 0 * * * ?");
        assertThat(RHYTHM.due(hourly, NOON, 100, Optional.empty(), Pace.ANY, NOON))
                .as("so that at its next firing but one it is asked")
                .hasValue(Instant.parse("2026-01-05T13:10:00Z"));
    }

    private static Optional<Instant> due(Source source, Pace pace) {
        return RHYTHM.due(source, NOON, 0, Optional.empty(), pace, NOON);
    }

    @Test
    void aFeedThatSaysForHowLongItMayBeKeptIsLikeAnAnswerThatDoes() {
        Pace ttl = new Pace(Optional.of(Duration.ofMinutes(5)), Set.of(), Set.of());

        assertThat(due(EACH_MINUTE, ttl)).hasValue(NOON.plusSeconds(270));
        assertThat(due(limited("PT1S", "PT3M"), ttl)).as("the source's own").hasValue(NOON.plus(Duration.ofMinutes(3)));
    }

    @Test
    void aFeedIsNotAskedInTheHoursAndOnTheDaysItNames() {
        // Noon of a Monday.
        Pace silent = new Pace(Optional.empty(), Set.of(0, 1, 12, 13), Set.of(DayOfWeek.TUESDAY, DayOfWeek.MONDAY));

        assertThat(due(EACH_MINUTE, silent)).hasValue(Instant.parse("2026-01-07T02:00:00Z"));
        assertThat(due(limited("PT1S", "PT3H"), silent))
                .as("the source's own")
                .hasValue(NOON.plus(Duration.ofHours(3)));
    }

    @Test
    void aFeedThatIsNeverToBeAskedHasSaidNothing() {
        Pace never = new Pace(
                Optional.empty(),
                IntStream.range(0, 24).boxed().collect(Collectors.toSet()),
                Set.of(DayOfWeek.values()));

        assertThat(due(EACH_MINUTE, never)).hasValue(NOON.plusSeconds(60));
    }

    @Test
    void anAnswerIsNotAskedForAgainWhileItIsGoodButForItsLastTenth() {
        assertThat(due(Duration.ofMinutes(5))).isEqualTo(NOON.plusSeconds(270));
        assertThat(due(Duration.ofSeconds(10))).as("its schedule is slower").isEqualTo(NOON.plusSeconds(60));
        assertThat(due(Duration.ofDays(1))).as("at most").isEqualTo(NOON.plus(Duration.ofMinutes(11)));
    }

    @Test
    void afterEachFailureTheWaitIsTwiceAsLongUpToABound() {
        UnavailableException down = new UnavailableException("no connection");
        assertThat(rest(down, 1)).isEqualTo(Duration.ofSeconds(15));
        assertThat(rest(down, 2)).isEqualTo(Duration.ofSeconds(30));
        assertThat(rest(down, 3)).isEqualTo(Duration.ofMinutes(1));
        assertThat(rest(down, 19)).isEqualTo(Duration.ofMinutes(30));
        assertThat(with(new Chance(1)).after(down, 1, NOON).notBefore())
                .as("a random half comes on top")
                .hasValue(NOON.plusSeconds(30));
    }

    @Test
    void afterTooManyFailuresASourceIsParkedAndProbed() {
        FailedAnswerException failed = new FailedAnswerException(500, "500");
        assertThat(after(failed, 19).standing()).hasValue(Standing.POLLED);
        assertThat(after(failed, 20).standing()).hasValue(Standing.PARKED);
        assertThat(rest(failed, 20)).isEqualTo(Duration.ofHours(12));
        assertThat(after(failed, 20).status()).hasValue(500);
    }

    @ParameterizedTest
    @CsvSource({"401, 3", "403, 3", "404, 10", "410, 1", "429, 20", "503, 20", "418, 20"})
    void whatAnAnswerMeansDecidesHowOftenItIsHeardBeforeTheSourceIsLeftAlone(int status, int answers) {
        Exception failure = status == 429 || status == 503
                ? new RetryLaterException("later", NOON.plusSeconds(1), status)
                : new RefusedByServerException(status, "no");
        assertThat(after(failure, answers).standing()).hasValue(status == 410 ? Standing.GONE : Standing.PARKED);
        if (answers > 1) {
            assertThat(after(failure, answers - 1).standing()).hasValue(Standing.POLLED);
        }
    }

    @Test
    void whatIsGoneIsNotAskedAgain() {
        assertThat(after(new RefusedByServerException(410, "gone"), 1).notBefore())
                .isEmpty();
    }

    @Test
    void whenAServerSaysWhenToComeBackThatIsKept() {
        Instant later = NOON.plus(Duration.ofHours(7));
        assertThat(after(new RetryLaterException("later", later, 429), 1).notBefore())
                .hasValue(later);
        assertThat(rest(new RetryLaterException("later", NOON.plusSeconds(1), 503), 3))
                .as("but not sooner than after any other failure")
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aFeedThatCannotBeReadIsAFailureLikeOthers() {
        assertThat(rest(new UnprocessableException("no feed"), 2)).isEqualTo(Duration.ofSeconds(30));
    }
}
