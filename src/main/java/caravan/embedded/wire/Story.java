package caravan.embedded.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A written article before it has a number and a date.
 *
 * @param tones by ticker, the main company first
 */
record Story(Desk desk, String kind, Tone tone, String title, Map<String, Tone> tones, List<String> paragraphs) {

    Story {
        Objects.requireNonNull(desk, "desk");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(tone, "tone");
        Objects.requireNonNull(title, "title");
        tones = Collections.unmodifiableMap(new LinkedHashMap<>(tones));
        paragraphs = List.copyOf(paragraphs);
    }
}
