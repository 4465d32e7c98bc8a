package caravan.deadletter;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which dead letters are meant: those that all of what is given applies to. Immutable.
 *
 * @param error the class of the error, with or without its package
 * @param words that are all in the error's message, in any order, in upper or lower case
 * @param leg a leg ({@code lake-hipri}), a leg in both lanes ({@code lake}) or a route
 * @param origin the topic it came from
 * @param from when it failed, included
 * @param to the same, not included
 */
public record DeadLetterFilter(
        Optional<String> error,
        Optional<String> words,
        Optional<String> leg,
        Optional<String> source,
        Optional<String> origin,
        Optional<String> article,
        Optional<DeadLetterState> state,
        Optional<Instant> from,
        Optional<Instant> to) {

    public static final DeadLetterFilter ALL = new DeadLetterFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public boolean isAll() {
        return equals(ALL);
    }

    /** Only those of them that failed before {@code end}. */
    DeadLetterFilter until(Instant end) {
        Instant earlier = to.filter(given -> given.isBefore(end)).orElse(end);
        return new DeadLetterFilter(error, words, leg, source, origin, article, state, from, Optional.of(earlier));
    }

    /** The parameters of {@code dead_letter_matches}; null where anything will do. */
    Map<String, Object> parameters() {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("error", text(error));
        parameters.put("words", text(words));
        parameters.put("leg", text(leg));
        parameters.put("source", text(source));
        parameters.put("origin", text(origin));
        parameters.put("article", text(article));
        parameters.put("state", state.map(DeadLetterState::word).orElse(null));
        parameters.put("from", from.map(time -> time.atOffset(ZoneOffset.UTC)).orElse(null));
        parameters.put("to", to.map(time -> time.atOffset(ZoneOffset.UTC)).orElse(null));
        return Collections.unmodifiableMap(parameters);
    }

    /** PostgreSQL takes any character but this one. */
    private static String text(Optional<String> given) {
        return given.map(text -> text.replace('\0', ' ')).orElse(null);
    }
}
