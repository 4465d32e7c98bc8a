package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {

    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private static Optional<Duration> good(String control, String expires, String age, String date) {
        return Freshness.goodFor(
                Optional.ofNullable(control),
                Optional.ofNullable(expires),
                Optional.ofNullable(age),
                Optional.ofNullable(date),
                NOON);
    }

    @ParameterizedTest
    @CsvSource({
        "max-age=300, 300",
        "'public, MAX-AGE = 300', 300",
        "'s-maxage=9, max-age=\"60\"', 60",
        "max-age=999999999, 86400"
    })
    void anAnswerIsGoodForItsMaxAgeOfADayAtMost(String control, long seconds) {
        assertThat(good(control, null, null, null)).hasValue(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"no-cache", "'no-store, max-age=60'", "max-age=0", "max-age=soon", "s-maxage=60", "private"})
    void whatIsNotToBeKeptOrIsNotSaidIsGoodForNothing(String control) {
        assertThat(good(control, null, null, null)).isEmpty();
    }

    @Test
    void theTimeInCachesIsOver() {
        assertThat(good("max-age=300", null, "100", null)).hasValue(Duration.ofSeconds(200));
        assertThat(good("max-age=300", null, "400", null)).isEmpty();
    }

    @Test
    void expiryGoesByTheServersClockAndOnlyWithoutAMaxAge() {
        String expires = "Mon, 05 Jan 2026 10:05:00 GMT";
        assertThat(good(null, expires, null, "Mon, 05 Jan 2026 10:00:00 GMT")).hasValue(Duration.ofMinutes(5));
        assertThat(good(null, expires, null, null)).as("past").isEmpty();
        assertThat(good("max-age=60", expires, null, "Mon, 05 Jan 2026 10:00:00 GMT"))
                .hasValue(Duration.ofMinutes(1));
        assertThat(good(null, "0", null, null)).isEmpty();
    }

    @Test
    void retryAfterIsSecondsOrADateOfADayAtMost() {
        assertThat(Freshness.retryAfter(" 90 ", NOON)).hasValue(NOON.plusSeconds(90));
        assertThat(Freshness.retryAfter("Mon, 05 Jan 2026 12:10:00 GMT", NOON)).hasValue(NOON.plusSeconds(600));
        assertThat(Freshness.retryAfter("Tue, 05 Jan 2027 12:10:00 GMT", NOON)).hasValue(NOON.plus(Duration.ofDays(1)));
        assertThat(Freshness.retryAfter("999999999", NOON)).hasValue(NOON.plus(Duration.ofDays(1)));
        assertThat(Freshness.retryAfter("Mon, 05 Jan 2026 11:00:00 GMT", NOON))
                .as("past")
                .isEmpty();
        assertThat(Freshness.retryAfter("soon", NOON)).isEmpty();
        assertThat(Freshness.retryAfter("-5", NOON)).isEmpty();
    }
}
