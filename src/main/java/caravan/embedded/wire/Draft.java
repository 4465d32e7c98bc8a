package caravan.embedded.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An article in the making: fills the facts of one event into sentences.
 *
 * <p>In a sentence {@code {fact}} is a fact, {@code {@phrase}} one of the alternatives of a shared phrase, and
 * {@code [a|b]} one of the alternatives given there. For one thread.
 */
final class Draft {

    private static final Pattern ALTERNATIVES = Pattern.compile("\\[([^\\[\\]]*)]");
    private static final Pattern BLANK = Pattern.compile("\\{(@?)([\\w.-]+)}");

    private static final Pattern ENDS_SENTENCE = Pattern.compile("[.?!]\"? \"?$");

    private final Random random;
    private final Map<String, List<String>> phrases;
    private final Map<String, String> facts = new HashMap<>();
    private final Map<String, Double> numbers = new HashMap<>();

    Draft(Random random, Map<String, List<String>> phrases) {
        this.random = random;
        this.phrases = phrases;
    }

    void state(String fact, String value) {
        facts.put(fact, value);
    }

    /** Makes a number known to later draws, without a wording. */
    void assume(String fact, double value) {
        numbers.put(fact, value);
    }

    /** Invents a number and states it, with thousands separators. */
    void draw(String fact, StoryKind.Draw draw) {
        double share = draw.from() + random.nextDouble() * (draw.to() - draw.from());
        double base = draw.of().map(this::number).orElse(1.0);
        double unit = Math.pow(10, -draw.decimals());
        double value = Math.max(draw.min(), Math.round(share * base / unit) * unit);
        assume(fact, value);
        state(fact, String.format(Locale.ROOT, "%,." + Math.max(0, draw.decimals()) + "f", value));
    }

    <T> T oneOf(List<T> alternatives) {
        return alternatives.get(random.nextInt(alternatives.size()));
    }

    /** One of the alternatives, filled in, with a capital at its start. */
    String sentence(List<String> alternatives) {
        String text = filled(oneOf(alternatives));
        return text.startsWith("\"") ? '"' + capitalised(text.substring(1)) : capitalised(text);
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** @throws IllegalArgumentException when the sentence asks for a fact or a phrase that is not known */
    private String filled(String sentence) {
        String chosen = replaced(
                ALTERNATIVES, sentence, match -> oneOf(List.of(match.group(1).split("\\|"))));
        return replaced(BLANK, chosen, match -> {
            String value = match.group(1).isEmpty()
                    ? fact(match.group(2), sentence)
                    : filled(oneOf(phrase(match.group(2), sentence)));
            return ENDS_SENTENCE.matcher(chosen.substring(0, match.start())).find() ? capitalised(value) : value;
        });
    }

    private String fact(String name, String sentence) {
        String value = facts.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No fact '%s' for the sentence: %s".formatted(name, sentence));
        }
        return value;
    }

    private List<String> phrase(String name, String sentence) {
        // Every sector has its own background.
        String key = name.equals("background") ? "background-" + facts.get("sector") : name;
        List<String> alternatives = phrases.get(key);
        if (alternatives == null) {
            throw new IllegalArgumentException("No phrase '%s' for the sentence: %s".formatted(key, sentence));
        }
        return alternatives;
    }

    private double number(String name) {
        Double value = numbers.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No number '%s' to draw from".formatted(name));
        }
        return value;
    }

    private static String replaced(Pattern pattern, String text, Function<MatchResult, String> replacement) {
        return pattern.matcher(text).replaceAll(match -> Matcher.quoteReplacement(replacement.apply(match)));
    }
}
