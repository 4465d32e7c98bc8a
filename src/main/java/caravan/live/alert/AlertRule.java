package caravan.live.alert;

import caravan.article.ArticleType;
import caravan.article.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** When somebody is to be told of a ticker. Immutable. */
public sealed interface AlertRule {

    Terms terms();

    /** The word by which {@code alerts.yaml} calls its kind. */
    String kind();

    /** A rule about the articles of a while: it fires when a value crosses a level, once until it has come back. */
    sealed interface OverTime extends AlertRule permits Level, Change, Volume {

        Duration window();

        /** How far the value has to come back from a level before it can cross it again. */
        double hysteresis();

        /** What is measured at the window's present; empty when there is too little to measure. */
        Optional<Reading> reading(TickerWindow ticker);
    }

    /**
     * The mean sentiment, by weight, crosses a level.
     *
     * @param above -1 to 1; at least one of the two is there
     * @param below less than {@code above}
     * @param minArticles with fewer in the window there is no mean worth telling
     */
    record Level(
            Terms terms,
            Duration window,
            OptionalDouble above,
            OptionalDouble below,
            double hysteresis,
            int minArticles)
            implements OverTime {

        static final String KIND = "level";

        public Level {
            Objects.requireNonNull(terms, "terms");
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(above, "above");
            Objects.requireNonNull(below, "below");
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Optional<Reading> reading(TickerWindow ticker) {
            List<Counted> articles = ticker.last(window, ticker.newest());
            if (articles.size() < minArticles) {
                return Optional.empty();
            }
            double mean = Counted.mean(articles);
            return Optional.of(new Reading(
                    mean,
                    above,
                    below,
                    say("mean sentiment is %+.2f over %s (%d articles)", mean, Spans.of(window), articles.size())));
        }
    }

    /**
     * The mean sentiment of a window differs from that of the window before it.
     *
     * @param by more than 0, at most 2
     * @param direction in which
     * @param minArticles in each of the two
     */
    record Change(Terms terms, Duration window, double by, Direction direction, double hysteresis, int minArticles)
            implements OverTime {

        static final String KIND = "change";

        public Change {
            Objects.requireNonNull(terms, "terms");
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(direction, "direction");
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Optional<Reading> reading(TickerWindow ticker) {
            List<Counted> now = ticker.last(window, ticker.newest());
            List<Counted> before = ticker.last(window, ticker.newest().minus(window));
            // Half a window's mean is not what it is compared with.
            if (now.size() < minArticles || before.size() < minArticles || !ticker.knows(window.multipliedBy(2))) {
                return Optional.empty();
            }
            double mean = Counted.mean(now);
            double earlier = Counted.mean(before);
            return Optional.of(new Reading(
                    mean - earlier,
                    direction == Direction.DOWN ? OptionalDouble.empty() : OptionalDouble.of(by),
                    direction == Direction.UP ? OptionalDouble.empty() : OptionalDouble.of(-by),
                    say(
                            "mean sentiment went by %+.2f within %s, from %+.2f to %+.2f",
                            mean - earlier, Spans.of(window), earlier, mean)));
        }
    }

    /** Which way a change has to go. */
    enum Direction {
        UP,
        DOWN,
        BOTH;

        /** @throws IllegalArgumentException that lists what is allowed */
        static Direction of(String word) {
            return switch (word) {
                case "up" -> UP;
                case "down" -> DOWN;
                case "both" -> BOTH;
                default ->
                    throw new IllegalArgumentException(
                            "'%s' is not a direction; it is one of up, down, both".formatted(word));
            };
        }
    }

    /**
     * There are many more articles than usual.
     *
     * @param times as many as usual, more than 1
     * @param usual over how long before the window it is looked what is usual
     * @param minArticles with fewer it is nothing worth telling, however few there usually are
     */
    record Volume(Terms terms, Duration window, double times, Duration usual, int minArticles) implements OverTime {

        static final String KIND = "volume";

        public Volume {
            Objects.requireNonNull(terms, "terms");
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(usual, "usual");
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public double hysteresis() {
            return 0;
        }

        @Override
        public Optional<Reading> reading(TickerWindow ticker) {
            int articles = ticker.last(window, ticker.newest()).size();
            return ticker.usual(window, usual)
                    .map(usually -> new Reading(
                            articles,
                            OptionalDouble.of(Math.max(times * usually, minArticles)),
                            OptionalDouble.empty(),
                            say("%d articles within %s; usual are %.1f", articles, Spans.of(window), usually)));
        }
    }

    /**
     * An article of a certain sort, each by itself. An empty condition is met by every article.
     *
     * @param types one of these
     * @param priority of its lane
     * @param sources one of these, by name
     * @param strength its sentiment is at least so far from 0
     */
    record OfArticle(
            Terms terms,
            Set<ArticleType> types,
            Optional<Priority> priority,
            Set<String> sources,
            OptionalDouble strength)
            implements AlertRule {

        static final String KIND = "article";

        public OfArticle {
            Objects.requireNonNull(terms, "terms");
            types = Set.copyOf(types);
            Objects.requireNonNull(priority, "priority");
            sources = Set.copyOf(sources);
            Objects.requireNonNull(strength, "strength");
        }

        @Override
        public String kind() {
            return KIND;
        }

        boolean holdsFor(ScoredArticle article) {
            return (types.isEmpty() || types.contains(article.type()))
                    && priority.map(article.priority()::equals).orElse(true)
                    && (sources.isEmpty() || sources.contains(article.source()))
                    && Math.abs(article.sentiment()) >= strength.orElse(0);
        }

        static String words(ScoredArticle article) {
            return say(
                    "%s%s, sentiment %+.2f: %s",
                    article.priority() == Priority.HIGH ? "high-priority " : "",
                    article.type().word(),
                    article.sentiment(),
                    article.title().isBlank() ? "without title" : article.title());
        }
    }

    private static String say(String words, Object... values) {
        return String.format(Locale.ROOT, words, values);
    }
}
