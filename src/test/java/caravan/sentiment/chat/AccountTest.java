package caravan.sentiment.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import caravan.sentiment.chat.ChatSettings.Spending;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AccountTest {

    private static final OptionalDouble NONE = OptionalDouble.empty();

    private Instant now = Instant.parse("2026-02-28T10:20:30Z");

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @Test
    void requestsUnderWayCountAtTheMostTheyMayCost() {
        // A million tokens of either kind cost 1.
        Account account = new Account("m", new Spending(1, 1, OptionalDouble.of(3), NONE), clock);
        Account.Booking first = account.book(500_000, 500_000);
        account.book(500_000, 500_000);
        account.book(500_000, 500_000);
        assertThatThrownBy(() -> account.book(1, 0)).isInstanceOf(LimitReachedException.class);
        assertThat(account.use().costToday()).isCloseTo(3, within(1e-9));
        assertThat(account.use().cost()).as("nothing is known yet").isZero();
        first.took(100_000, 0);
        assertThat(account.use().costToday()).isCloseTo(2.1, within(1e-9));
        assertThat(account.use().cost()).isCloseTo(0.1, within(1e-9));
        account.book(800_000, 0).tookNothing();
        assertThat(account.use().costToday()).isCloseTo(2.1, within(1e-9));
    }

    @Test
    void aNewMinuteHasItsOwnLimitWithinTheDays() {
        Account account = new Account("m", new Spending(1, 1, OptionalDouble.of(2.5), OptionalDouble.of(1)), clock);
        account.book(1_000_000, 0).took(1_000_000, 0);
        assertThat(refusal(account).until()).isEqualTo("2026-02-28T10:21:00Z");
        now = Instant.parse("2026-02-28T10:21:00Z");
        account.book(1_000_000, 0).took(1_000_000, 0);
        now = Instant.parse("2026-02-28T10:22:00Z");
        LimitReachedException day = refusal(account);
        assertThat(day.until()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(day).hasMessage("Model m has spent its limit of 2.5 per day; it goes on at 2026-03-01T00:00:00Z");
        now = Instant.parse("2026-03-01T00:00:00Z");
        account.book(1_000_000, 0).took(1_000_000, 0);
        assertThat(account.use().costToday()).isCloseTo(1, within(1e-9));
        assertThat(account.use().cost()).isCloseTo(3, within(1e-9));
    }

    @Test
    void anAnswerFromYesterdayDoesNotLowerTodaysSum() {
        Account account = new Account("m", new Spending(1, 1, OptionalDouble.of(10), NONE), clock);
        Account.Booking late = account.book(5_000_000, 0);
        now = now.plusSeconds(86_400);
        account.book(1_000_000, 0).took(1_000_000, 0);
        late.took(1, 1);
        assertThat(account.use().costToday()).isCloseTo(1, within(1e-9));
    }

    @Test
    void aLimitBelowThePriceOfOneRequestLetsOneThrough() {
        Account account = new Account("m", new Spending(1, 1, OptionalDouble.of(0.1), NONE), clock);
        account.book(1_000_000, 0).took(500_000, 0);
        assertThatThrownBy(() -> account.book(1_000_000, 0)).isInstanceOf(LimitReachedException.class);
    }

    @Test
    void withoutALimitThereIsNone() {
        Account account = new Account("m", new Spending(1, 1, NONE, NONE), clock);
        for (int i = 0; i < 1_000; i++) {
            account.book(1_000_000, 1_000_000).took(1_000_000, 1_000_000);
        }
        assertThat(account.use().cost()).isCloseTo(2_000, within(1e-6));
        assertThat(account.use().requests()).isEqualTo(1_000);
    }

    private static LimitReachedException refusal(Account account) {
        return catchThrowableOfType(LimitReachedException.class, () -> account.book(1_000_000, 0));
    }
}
