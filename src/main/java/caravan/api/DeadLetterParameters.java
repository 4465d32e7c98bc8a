package caravan.api;

import caravan.deadletter.DeadLetterFilter;
import caravan.deadletter.DeadLetterState;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Reads which dead letters are meant, from a request or a command. */
public final class DeadLetterParameters {

    private DeadLetterParameters() {}

    /**
     * @param text of a parameter by its name, empty where it is not given
     * @throws IllegalArgumentException that names the parameter
     */
    public static DeadLetterFilter filter(UnaryOperator<String> text) {
        return new DeadLetterFilter(
                given(text, "error"),
                given(text, "words"),
                given(text, "leg"),
                given(text, "source"),
                given(text, "topic"),
                given(text, "article"),
                given(text, "state").map(DeadLetterParameters::state),
                Parameter.time("from", text.apply("from")),
                Parameter.time("to", text.apply("to")));
    }

    private static Optional<String> given(UnaryOperator<String> text, String name) {
        return Optional.of(text.apply(name).strip()).filter(value -> !value.isEmpty());
    }

    private static DeadLetterState state(String word) {
        return DeadLetterState.of(word)
                .orElseThrow(() -> new IllegalArgumentException("state is '%s'; it must be one of %s"
                        .formatted(
                                word,
                                Arrays.stream(DeadLetterState.values())
                                        .map(DeadLetterState::word)
                                        .collect(Collectors.joining(", ")))));
    }
}
