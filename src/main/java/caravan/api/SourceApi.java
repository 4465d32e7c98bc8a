package caravan.api;

import caravan.source.Source;
import caravan.source.SourceControl;
import caravan.source.SourceRoutes;
import caravan.source.SourceState;
import caravan.source.SourceStates;
import caravan.source.Sources;
import caravan.source.Standing;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers {@code /api/sources}. Thread-safe. */
public final class SourceApi {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Sources sources;
    private final SourceStates states;
    private final SourceRoutes routes;
    private final SourceControl control;

    public SourceApi(Sources sources, SourceStates states, SourceRoutes routes, SourceControl control) {
        this.sources = sources;
        this.states = states;
        this.routes = routes;
        this.control = control;
    }

    /**
     * Adds a source.
     *
     * @param declaration a JSON object of the fields that {@code sources.yaml} has
     * @return the source as {@link #sources} shows it
     */
    public ObjectNode add(String declaration) {
        return entry(control.add(declaration), Optional.empty());
    }

    /** Removes a source that was added; returns it as it was. */
    public ObjectNode remove(String name) {
        ObjectNode entry = sources.find(name).map(this::entry).orElse(null);
        control.remove(name);
        return entry;
    }

    /** Begins a poll now; returns the source as it is when it begins. */
    public ObjectNode poll(String name) {
        control.pollNow(name);
        return entry(sources.named(name));
    }

    /**
     * Changes the schedule to {@code cron} of a JSON object, or back to that of the declaration where it is null; returns
     * the source as it is then.
     */
    public ObjectNode schedule(String name, String change) {
        JsonNode cron = tree(change).path("cron");
        if (cron.isNull()) {
            control.resetCron(name);
        } else if (cron.isTextual()) {
            control.changeCron(name, cron.asText());
        } else {
            throw new IllegalArgumentException(
                    "A schedule is {\"cron\": \"0 0/5 * * * ?\"}, or null for the declared one");
        }
        return entry(sources.named(name));
    }

    private ObjectNode entry(Source source) {
        return entry(source, states.of(source.name()));
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The body is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Every declared source with how its polls went, as a JSON array; without its secrets. */
    public ArrayNode sources() {
        Map<String, SourceState> stateByName =
                states.all().stream().collect(Collectors.toMap(SourceState::name, Function.identity()));
        ArrayNode array = MAPPER.createArrayNode();
        for (Source source : sources.all()) {
            array.add(entry(source, Optional.ofNullable(stateByName.get(source.name()))));
        }
        return array;
    }

    private ObjectNode entry(Source source, Optional<SourceState> state) {
        ObjectNode entry = MAPPER.createObjectNode();
        entry.put("name", source.name());
        entry.put("kind", source.kind().word());
        entry.put("url", sources.hide(source.url().toString()));
        entry.put("cron", source.cron());
        entry.put("zone", source.zone().getId());
        entry.put("type", source.type().word());
        entry.put("weight", source.weight());
        entry.put("premium_tier", source.premiumTier());
        boolean isStarted = routes.isStarted(source.name());
        entry.put("route", isStarted ? "started" : "stopped");
        entry.put("next_due", isStarted ? text(states.nextDue(source, state)) : null);
        state.ifPresentOrElse(known -> describe(entry, known), () -> entry.put("state", "waiting"));
        return entry;
    }

    private void describe(ObjectNode entry, SourceState state) {
        entry.put("state", word(state));
        entry.put("last_polled", text(state.lastPolled()));
        entry.put("last_succeeded", text(state.lastSucceeded()));
        entry.put("last_error", state.lastError().map(sources::hide).orElse(null));
        entry.put(
                "last_status",
                state.lastStatus().isPresent() ? state.lastStatus().getAsInt() : null);
        entry.put("consecutive_failures", state.consecutiveFailures());
        entry.put("site_failures", state.siteFailures());
        entry.put("unchanged_polls", state.unchanged());
        entry.put("moved_to", state.movedTo().map(sources::hide).orElse(null));
        entry.put("not_before", text(state.notBefore()));
        entry.put("polls", state.polls());
        entry.put("items", state.items());
    }

    private static String word(SourceState state) {
        if (state.standing() != Standing.POLLED) {
            return state.standing().word();
        }
        return state.lastPolled().isEmpty() ? "waiting" : state.lastError().isPresent() ? "failing" : "ok";
    }

    private static String text(Optional<Instant> instant) {
        return instant.map(Object::toString).orElse(null);
    }
}
