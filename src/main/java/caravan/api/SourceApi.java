package caravan.api;

import caravan.source.Source;
import caravan.source.SourceState;
import caravan.source.SourceStates;
import caravan.source.Sources;
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

    public SourceApi(Sources sources, SourceStates states) {
        this.sources = sources;
        this.states = states;
    }

    /** Every declared source with how its polls went, as a JSON array; without its secrets. */
    public ArrayNode sources() {
        Map<String, SourceState> stateByName =
                states.all().stream().collect(Collectors.toMap(SourceState::name, Function.identity()));
        ArrayNode array = MAPPER.createArrayNode();
        for (Source source : sources.all()) {
            ObjectNode entry = array.addObject();
            entry.put("name", source.name());
            entry.put("kind", source.kind().word());
            entry.put("url", sources.hide(source.url().toString()));
            entry.put("cron", source.cron());
            entry.put("zone", source.zone().getId());
            entry.put("type", source.type().word());
            entry.put("weight", source.weight());
            entry.put("premium_tier", source.premiumTier());
            SourceState state = stateByName.get(source.name());
            if (state == null) {
                entry.put("state", "waiting");
            } else {
                describe(entry, state);
            }
        }
        return array;
    }

    private void describe(ObjectNode entry, SourceState state) {
        boolean neverPolled = state.lastPolled().isEmpty();
        entry.put("state", neverPolled ? "waiting" : state.lastError().isPresent() ? "failing" : "ok");
        entry.put("last_polled", text(state.lastPolled()));
        entry.put("last_succeeded", text(state.lastSucceeded()));
        entry.put("last_error", state.lastError().map(sources::hide).orElse(null));
        entry.put("consecutive_failures", state.consecutiveFailures());
        entry.put("not_before", text(state.notBefore()));
        entry.put("polls", state.polls());
        entry.put("items", state.items());
    }

    private static String text(Optional<Instant> instant) {
        return instant.map(Object::toString).orElse(null);
    }
}
