package caravan.live.alert;

import caravan.article.ArticleType;
import caravan.article.Priority;
import caravan.config.YamlFields;
import caravan.config.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Reads one rule of {@code alerts.yaml}; what is wrong is noted with its field. For one rule. */
final class RuleFields {

    /** Where every alert goes. */
    static final Set<String> ALWAYS = Set.of("topic", "page");

    private static final List<String> OF_ALL = List.of("name", "kind", "tickers", "cooldown", "severity", "to");
    private static final String ANY = "any";
    private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);
    private static final Duration LONGEST_WINDOW = Duration.ofDays(7);
    private static final Duration LONGEST_COOLDOWN = Duration.ofDays(30);
    private static final Duration LEAST_USUAL = Duration.ofDays(1);
    private static final Duration MOST_USUAL = Duration.ofDays(30);
    private static final Duration USUALLY = Duration.ofDays(7);
    private static final int FEW = 3;
    private static final int SEVERAL = 5;

    private final YamlFields fields;
    private final UnaryOperator<String> name;
    private final UnaryOperator<String> target;

    /**
     * @param name takes the rule's name, or complains
     * @param target takes the name of a webhook, or complains
     */
    RuleFields(YamlFields fields, UnaryOperator<String> name, UnaryOperator<String> target) {
        this.fields = fields;
        this.name = name;
        this.target = target;
    }

    /** Empty where something is wrong; where it is noted and there is a rule all the same, it is not to be used. */
    Optional<AlertRule> rule() {
        Optional<String> called = fields.required("name", name);
        Optional<String> kind = fields.required("kind", RuleFields::kind);
        if (called.isEmpty() || kind.isEmpty()) {
            return Optional.empty();
        }
        return switch (kind.get()) {
            case AlertRule.Level.KIND -> level(called.get());
            case AlertRule.Change.KIND -> change(called.get());
            case AlertRule.Volume.KIND -> volume(called.get());
            default -> article(called.get());
        };
    }

    private static String kind(String word) {
        List<String> kinds =
                List.of(AlertRule.Level.KIND, AlertRule.Change.KIND, AlertRule.Volume.KIND, AlertRule.OfArticle.KIND);
        if (!kinds.contains(word)) {
            throw new IllegalArgumentException(
                    "'%s' is not a kind of rule; it is one of %s".formatted(word, String.join(", ", kinds)));
        }
        return word;
    }

    private Optional<AlertRule> level(String called) {
        allow("window", "above", "below", "hysteresis", "min-articles");
        Optional<Duration> window = window();
        OptionalDouble above = fields.number("above", -1, 1);
        OptionalDouble below = fields.number("below", -1, 1);
        double hysteresis = fields.number("hysteresis", 0, 2).orElse(0);
        if (!fields.has("above") && !fields.has("below")) {
            fields.error("above", "is missing, and so is 'below': give at least one of the two, from -1 to 1");
        }
        if (above.isPresent() && below.isPresent() && below.getAsDouble() >= above.getAsDouble()) {
            fields.error("below", "is not less than 'above'");
        }
        int least = fields.whole("min-articles", 1).orElse(FEW);
        Terms terms = terms(called, window.orElse(Duration.ZERO));
        return window.map(span -> new AlertRule.Level(terms, span, above, below, hysteresis, least));
    }

    private Optional<AlertRule> change(String called) {
        allow("window", "by", "direction", "hysteresis", "min-articles");
        Optional<Duration> window = window();
        OptionalDouble by = positive("by", 2);
        double hysteresis = fields.number("hysteresis", 0, 2).orElse(0);
        AlertRule.Direction direction = fields.optional("direction", AlertRule.Direction.BOTH, AlertRule.Direction::of);
        int least = fields.whole("min-articles", 1).orElse(FEW);
        Terms terms = terms(called, window.orElse(Duration.ZERO));
        return window.filter(span -> by.isPresent())
                .map(span -> new AlertRule.Change(terms, span, by.getAsDouble(), direction, hysteresis, least));
    }

    private Optional<AlertRule> volume(String called) {
        allow("window", "times", "usual", "min-articles");
        Optional<Duration> window = window();
        if (!fields.has("times")) {
            fields.error("times", "is missing");
        }
        OptionalDouble times = fields.number("times", 1, 1_000);
        Duration usual = within("usual", USUALLY, LEAST_USUAL, MOST_USUAL);
        int least = fields.whole("min-articles", 1).orElse(SEVERAL);
        Terms terms = terms(called, window.orElse(Duration.ZERO));
        return window.filter(span -> times.isPresent())
                .map(span -> new AlertRule.Volume(terms, span, times.getAsDouble(), usual, least));
    }

    private Optional<AlertRule> article(String called) {
        allow("type", "priority", "source", "strength");
        if (Stream.of("type", "priority", "source", "strength").noneMatch(fields::has)) {
            fields.error(
                    "type", "is missing, and so are 'priority', 'source' and 'strength': every article would fire");
        }
        return Optional.of(new AlertRule.OfArticle(
                terms(called, Duration.ZERO),
                Set.copyOf(fields.oneOrMore("type", ArticleType::of)),
                fields.optional("priority", Priority::of),
                Set.copyOf(fields.oneOrMore("source", source -> source)),
                fields.number("strength", 0, 1)));
    }

    private Terms terms(String called, Duration usualCooldown) {
        return new Terms(
                called,
                tickers(),
                within("cooldown", usualCooldown, Duration.ZERO, LONGEST_COOLDOWN),
                fields.optional("severity", Severity.INFO, Severity::of),
                fields.oneOrMore("to", target).stream()
                        .filter(word -> !ALWAYS.contains(word))
                        .distinct()
                        .toList());
    }

    private Set<String> tickers() {
        if (!fields.has("tickers")) {
            fields.error("tickers", "is missing; give 'any' or a list such as [AAPL, MSFT]");
            return Set.of();
        }
        boolean any = fields.node("tickers") instanceof YamlNode.Scalar scalar
                && scalar.text().equalsIgnoreCase(ANY);
        return any
                ? Set.of()
                : Set.copyOf(
                        fields.oneOrMore("tickers", ticker -> ticker.strip().toUpperCase(Locale.ROOT)));
    }

    private Optional<Duration> window() {
        if (!fields.has("window")) {
            fields.error("window", "is missing; give a span of time such as 1h");
            return Optional.empty();
        }
        return Optional.of(within("window", SHORTEST_WINDOW, SHORTEST_WINDOW, LONGEST_WINDOW));
    }

    private Duration within(String field, Duration usually, Duration least, Duration most) {
        Duration span = fields.span(field, usually);
        if (span.compareTo(least) < 0 || span.compareTo(most) > 0) {
            fields.error(field, "is not between %s and %s".formatted(Spans.of(least), Spans.of(most)));
        }
        return span;
    }

    private OptionalDouble positive(String field, double most) {
        if (!fields.has(field)) {
            fields.error(field, "is missing");
        }
        OptionalDouble number = fields.number(field, 0, most);
        if (number.isPresent() && number.getAsDouble() == 0) {
            fields.error(field, "must be more than 0");
        }
        return number;
    }

    private void allow(String... more) {
        List<String> all = new ArrayList<>(OF_ALL);
        all.addAll(List.of(more));
        fields.allow(all);
    }
}
