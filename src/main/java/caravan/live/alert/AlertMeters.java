package caravan.live.alert;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What is measured of alerts: {@code caravan.alerts*}, {@code caravan.webhook.*}. Thread-safe. */
public final class AlertMeters {

    private final MeterRegistry registry;

    public AlertMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param inForce to tell of how many rules there are, and whether their file can be used */
    public void watch(AlertsInForce inForce) {
        Gauge.builder("caravan.alerts.rules", inForce, watched -> watched.rules()
                        .rules()
                        .size())
                .description("Rules for alerts that are in force")
                .register(registry);
        Gauge.builder(
                        "caravan.alerts.file.bad",
                        inForce,
                        watched -> watched.problem().isEmpty() ? 0 : 1)
                .description("1 while the file of the rules cannot be used, and those before it stay in force")
                .register(registry);
    }

    void fired(AlertEvent alert) {
        registry.counter("caravan.alerts", "kind", alert.kind()).increment();
    }

    /** @param outcome delivered, unavailable (to be tried again), refused (for good) or old */
    void posted(String webhook, String outcome) {
        registry.counter("caravan.webhook.posts", "webhook", webhook, "outcome", outcome)
                .increment();
    }
}
