package caravan.live.feed;

import java.util.Optional;

/**
 * What a listener is told next.
 *
 * @param event the kind: {@code article}, {@code alert}, {@code score}; {@code gap} when events are gone that it should
 *     have had; {@code skipped} for what its rate left out
 * @param json on one line
 * @param id to resume after it; empty where that makes no difference
 */
public record Told(String event, String json, Optional<String> id) {}
