package caravan.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.article.Priority;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class RightOfWayTest {

    private static final CamelContext NEVER_STARTED = new DefaultCamelContext();

    private Instant now = Instant.parse("2026-01-05T12:00:00Z");
    private final InstantSource clock = () -> now;
    private final RightOfWay way =
            new RightOfWay(Duration.ofMillis(60), Duration.ofMillis(300), clock.withZone(ZoneOffset.UTC));

    @Test
    void nobodyWaitsForAHighLaneThatIsInTime() throws InterruptedException {
        high(60);
        assertThat(way.waitMs()).isZero();
    }

    @Test
    void theStandardLaneWaitsLongerAndLongerWhileTheHighLaneIsLate() throws InterruptedException {
        for (long expected : new long[] {10, 20, 40, 80, 160, 300, 300}) {
            later(51);
            high(61);
            assertThat(way.waitMs()).isEqualTo(expected);
        }
    }

    @Test
    void severalLateBatchesOfOneMomentDoubleTheWaitOnce() throws InterruptedException {
        later(51);
        high(500);
        high(500);
        assertThat(way.waitMs()).isEqualTo(10);
    }

    @Test
    void theWaitShrinksWhenTheHighLaneIsInTimeAgain() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            later(51);
            high(100);
        }
        high(20);
        assertThat(way.waitMs()).isEqualTo(144);
        for (int i = 0; i < 60; i++) {
            high(20);
        }
        assertThat(way.waitMs()).isZero();
    }

    @Test
    void whenTheHighLaneFallsSilentNobodyWaits() throws InterruptedException {
        later(51);
        high(100);
        later(1_001);
        assertThat(way.waitMs()).isZero();
        high(20);
        assertThat(way.waitMs()).as("it begins anew").isZero();
    }

    @Test
    void aLaneIsAsLateAsTheOldestOfItsBatch() throws InterruptedException {
        later(51);
        way.pass(List.of(record(5), record(200), record(10)), Priority.HIGH);
        assertThat(way.waitMs()).isEqualTo(10);
    }

    @Test
    void theStandardLaneSaysNothingOfTheHigh() throws InterruptedException {
        later(51);
        way.pass(List.of(record(10_000)), Priority.STANDARD);
        assertThat(way.waitMs()).isZero();
    }

    @Test
    void withALongestWaitOfZeroNobodyWaits() throws InterruptedException {
        RightOfWay none = new RightOfWay(Duration.ofMillis(60), Duration.ZERO, clock.withZone(ZoneOffset.UTC));
        later(51);
        none.pass(List.of(record(1_000)), Priority.HIGH);
        assertThat(none.waitMs()).isZero();
    }

    private void later(int millis) {
        now = now.plusMillis(millis);
    }

    private void high(long ageMs) throws InterruptedException {
        way.pass(List.of(record(ageMs)), Priority.HIGH);
    }

    private Exchange record(long ageMs) {
        Exchange exchange = new DefaultExchange(NEVER_STARTED);
        exchange.getMessage().setHeader(KafkaConstants.TIMESTAMP, clock.millis() - ageMs);
        return exchange;
    }
}
