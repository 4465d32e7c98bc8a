package caravan.api;

import caravan.kafka.ConsumerLag;
import caravan.sentiment.router.GuardedModel;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Answers {@code /api/pipeline}: how each leg and each model is doing. Thread-safe. */
public final class PipelineApi {

    private static final String LABELS = "caravan.model.labels";
    private static final String MODEL = "model";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final MeterRegistry meters;
    private final ConsumerLag lag;
    private final List<GuardedModel> models;
    private final Clock clock;

    public PipelineApi(MeterRegistry meters, ConsumerLag lag, List<GuardedModel> models, Clock clock) {
        this.meters = meters;
        this.lag = lag;
        this.models = List.copyOf(models);
        this.clock = clock;
    }

    /**
     * The legs with what this process has carried since it started, by outcome, and what waits for them in all
     * processes; the models and whether they are asked; the dead letters this process has made.
     */
    public ObjectNode pipeline() {
        ObjectNode pipeline = MAPPER.createObjectNode();
        pipeline.put("measured_at", clock.instant().toString());
        legs(pipeline.putArray("legs"));
        models(pipeline.putArray("models"));
        pipeline.put("dead_letters", total("caravan.dead.letters"));
        pipeline.put("listeners", (long) Search.in(meters).name("caravan.stream.clients").gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .sum());
        return pipeline;
    }

    private void legs(ArrayNode legs) {
        Map<String, Map<String, Long>> carried = new TreeMap<>();
        lag.legs().forEach(leg -> carried.put(leg, new TreeMap<>()));
        for (Counter counter : Search.in(meters).name("caravan.articles").counters()) {
            carried.computeIfAbsent(counter.getId().getTag("leg"), leg -> new TreeMap<>())
                    .merge(counter.getId().getTag("outcome"), (long) counter.count(), Long::sum);
        }
        carried.forEach((leg, outcomes) -> {
            ObjectNode entry = legs.addObject().put("leg", leg);
            ObjectNode articles = entry.putObject("articles");
            outcomes.forEach(articles::put);
            lag.of(leg).ifPresent(waiting -> entry.put("lag", waiting));
        });
    }

    private void models(ArrayNode list) {
        for (GuardedModel model : models) {
            ObjectNode entry = list.addObject()
                    .put(MODEL, model.name())
                    .put("version", model.version())
                    .put("state", model.isOpen() ? "away" : "asked")
                    .put("articles", scored(model.name()));
            model.lastFailure().ifPresent(failure -> entry.put("last_failure", failure));
        }
        // The lexicon is never away, and has no guard.
        Set<String> guarded = models.stream().map(GuardedModel::name).collect(Collectors.toSet());
        Search.in(meters).name(LABELS).counters().stream()
                .map(counter -> counter.getId().getTag(MODEL))
                .filter(name -> !guarded.contains(name))
                .distinct()
                .sorted()
                .forEach(name ->
                        list.addObject().put(MODEL, name).put("state", "asked").put("articles", scored(name)));
    }

    private long scored(String model) {
        return (long) Search.in(meters).name(LABELS).tag(MODEL, model).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private long total(String name) {
        return (long) Search.in(meters).name(name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
