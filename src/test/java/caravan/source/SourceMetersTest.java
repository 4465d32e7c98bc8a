package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SourceMetersTest {

    private static final String SENDING = "camel.exchange.event.notifier";

    private final MeterRegistry registry = new SimpleMeterRegistry();

    SourceMetersTest() {
        registry.config().meterFilter(new SourceMeters());
    }

    @Test
    void whatTheRoutesOfSourcesTakeIsTimedAsThatOfOneRoute() {
        registry.timer(SENDING, "routeId", "scrape-fed", "endpointName", "quartz://scrape/fed")
                .record(Duration.ofSeconds(1));
        registry.timer(SENDING, "routeId", "scrape-ecb", "endpointName", "quartz://scrape/ecb")
                .record(Duration.ofSeconds(2));
        registry.timer(SENDING, "routeId", "scrape-ecb", "endpointName", "direct://poll")
                .record(Duration.ofSeconds(4));

        assertThat(registry.get(SENDING)
                        .tag("routeId", "scrape")
                        .tag("endpointName", "quartz://scrape")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(registry.getMeters()).hasSize(2);
    }

    @Test
    void whatIsCountedByRouteIsLeftOutForSources() {
        registry.counter("camel.exchanges.total", "routeId", "scrape-fed").increment();
        registry.counter("camel.exchanges.total", "routeId", "enrich").increment();
        registry.counter("caravan.polls", "outcome", "fetched").increment();

        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .extracting(id -> id.getName() + id.getTags())
                .containsExactlyInAnyOrder(
                        "camel.exchanges.total[tag(routeId=enrich)]", "caravan.polls[tag(outcome=fetched)]");
    }
}
