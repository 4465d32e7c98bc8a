package caravan.embedded.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that happens to companies, and the sentences that tell of it.
 *
 * @param other what it says of the second company; empty for a story about one
 * @param draws the invented numbers by name, in an order in which each refers only to earlier ones
 * @param title alternatives
 * @param lead the first paragraph: its sentences, each given by its alternatives
 * @param body paragraphs of which an article uses most, in any order
 * @param close the last paragraph
 */
record StoryKind(
        String name,
        Tone tone,
        Optional<Tone> other,
        Map<String, Draw> draws,
        List<String> title,
        List<List<String>> lead,
        List<List<List<String>>> body,
        List<List<String>> close) {

    /**
     * How a number is invented: evenly between {@code from} and {@code to}, times another number or company fact where
     * {@code of} names one.
     *
     * @param decimals digits after the point; negative to round to tens, hundreds and so on
     * @param min the least the number may be
     */
    record Draw(Optional<String> of, double from, double to, int decimals, double min) {

        @JsonCreator
        static Draw read(
                @JsonProperty("of") String of,
                @JsonProperty("from") double from,
                @JsonProperty("to") double to,
                @JsonProperty("decimals") int decimals,
                @JsonProperty("min") double min) {
            return new Draw(Optional.ofNullable(of), from, to, decimals, min);
        }
    }

    StoryKind {
        Objects.requireNonNull(name, "kind");
        Objects.requireNonNull(tone, "tone");
        draws = Collections.unmodifiableMap(new LinkedHashMap<>(draws));
        title = List.copyOf(title);
        lead = List.copyOf(lead);
        body = List.copyOf(body);
        close = List.copyOf(close);
    }

    @JsonCreator
    static StoryKind read(
            @JsonProperty("kind") String kind,
            @JsonProperty("tone") Tone tone,
            @JsonProperty("other") Tone other,
            @JsonProperty("draws") Map<String, Draw> draws,
            @JsonProperty("title") List<String> title,
            @JsonProperty("lead") List<List<String>> lead,
            @JsonProperty("body") List<List<List<String>>> body,
            @JsonProperty("close") List<List<String>> close) {
        return new StoryKind(kind, tone, Optional.ofNullable(other), draws, title, lead, body, close);
    }
}
