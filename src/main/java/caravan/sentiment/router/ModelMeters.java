package caravan.sentiment.router;

import caravan.article.Priority;
import caravan.sentiment.Finding.Label;
import caravan.sentiment.router.ModelFailedException.Reason;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;

/** What is measured of the models, each by name: {@code caravan.model.*}. Thread-safe. */
public final class ModelMeters {

    private static final String MODEL = "model";

    private final MeterRegistry registry;

    public ModelMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void watch(GuardedModel model) {
        Gauge.builder("caravan.model.away", model, watched -> watched.isOpen() ? 1 : 0)
                .description("1 while the model is not asked because it failed")
                .tag(MODEL, model.name())
                .register(registry);
        batchArticles(model.name());
        for (String what : model.used().keySet()) {
            FunctionCounter.builder("caravan.model.used", model, watched -> watched.used()
                            .get(what))
                    .description(
                            "What a chat model has taken: requests, tokens, and money in the currency of its prices")
                    .tag(MODEL, model.name())
                    .tag("what", what)
                    .register(registry);
        }
    }

    /** @param backlog to tell of each lane whether it is late */
    public void watch(Backlog backlog) {
        for (Priority lane : Priority.values()) {
            Gauge.builder("caravan.lane.late", backlog, watched -> watched.isLate(lane) ? 1 : 0)
                    .description("1 while articles wait for so long that the lexicon scores them")
                    .tag("lane", lane.word())
                    .register(registry);
        }
    }

    void answered(String model, int articles, Duration took) {
        registry.timer("caravan.model.batches", MODEL, model, "outcome", "answered")
                .record(took);
        batchArticles(model).record(articles);
    }

    private DistributionSummary batchArticles(String model) {
        return DistributionSummary.builder("caravan.model.batch.articles")
                .description("Articles given to the model together")
                .tag(MODEL, model)
                .register(registry);
    }

    void failed(String model, Reason reason, Duration took) {
        registry.timer("caravan.model.batches", MODEL, model, "outcome", reason.word())
                .record(took);
    }

    void fellBack(String model, Reason reason) {
        registry.counter("caravan.model.fallbacks", MODEL, model, "reason", reason.word())
                .increment();
    }

    void labelled(String model, Label label) {
        registry.counter(
                        "caravan.model.labels",
                        MODEL,
                        model,
                        "label",
                        label.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
