package caravan.live.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the rules for alerts know of one ticker: the articles of late, how many there were in each hour before, and where
 * each rule stands. Its present is its newest article's time, not the clock's. Immutable.
 *
 * <p>An article counts once, exactly: either it is among those remembered, or it is before the horizon, and what is before
 * the horizon counts no more. The horizon never goes back.
 *
 * @param since when the first article counted; the epoch when none has
 * @param newest the latest time at which an article counted
 * @param horizon the first moment of which every article is remembered
 * @param counted in the order of their times (of equal ones, of their keys), at most {@value #MOST}
 * @param hours how many articles there were, by the hour since 1970
 * @param rules where each rule stands, by its name; one that never fired nor crossed is absent
 */
record TickerWindow(
        Instant since,
        Instant newest,
        Instant horizon,
        List<Counted> counted,
        SortedMap<Long, Integer> hours,
        Map<String, Standing> rules) {

    /** More articles than that are not remembered one by one: the horizon comes nearer. */
    static final int MOST = 4_000;

    static final TickerWindow EMPTY =
            new TickerWindow(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, List.of(), new TreeMap<>(), Map.of());

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Comparator<Counted> ORDER =
            Comparator.comparingLong(Counted::at).thenComparingLong(Counted::key);

    /** On which side of its levels a rule has last been found. */
    enum Side {
        NEITHER,
        UP,
        DOWN
    }

    /**
     * Where a rule stands.
     *
     * @param fired when it last fired; empty when it never did
     */
    record Standing(Side side, Optional<Instant> fired) {

        static final Standing NEW = new Standing(Side.NEITHER, Optional.empty());
    }

    TickerWindow {
        counted = List.copyOf(counted);
        hours = Collections.unmodifiableSortedMap(new TreeMap<>(hours));
        rules = Map.copyOf(rules);
    }

    /** Whether the article changes nothing: it has counted, or it is from before the horizon. */
    boolean isPast(Counted article) {
        return article.instant().isBefore(horizon) || counted.stream().anyMatch(other -> other.key() == article.key());
    }

    /**
     * With one more article, which is not past.
     *
     * @param memory how long articles are remembered one by one
     * @param hoursKept how long they are counted by the hour
     */
    TickerWindow with(Counted article, Duration memory, Duration hoursKept) {
        Instant at = article.instant();
        Instant now = at.isAfter(newest) ? at : newest;
        List<Counted> all = new ArrayList<>(counted);
        int place = Collections.binarySearch(all, article, ORDER);
        all.add(place < 0 ? -place - 1 : place, article);

        Instant nearer = later(horizon, now.minus(memory));
        if (all.size() > MOST) {
            nearer = later(nearer, all.get(all.size() - MOST - 1).instant().plusMillis(1));
        }
        List<Counted> kept = all.subList(firstFrom(all, nearer), all.size());

        NavigableMap<Long, Integer> counts = new TreeMap<>(hours);
        counts.merge(Math.floorDiv(article.at(), HOUR), 1, Integer::sum);
        counts.headMap(Math.floorDiv(now.minus(hoursKept).toEpochMilli(), HOUR)).clear();
        Instant first = isEmpty() ? at : ScoredArticle.earlier(since, at);
        return new TickerWindow(first, now, nearer, kept, counts, rules);
    }

    TickerWindow withRules(Map<String, Standing> standings) {
        return new TickerWindow(since, newest, horizon, counted, hours, standings);
    }

    boolean isEmpty() {
        return newest.equals(Instant.EPOCH);
    }

    Standing standing(String rule) {
        return rules.getOrDefault(rule, Standing.NEW);
    }

    /** The articles of {@code span} up to {@code end}, which itself is included. */
    List<Counted> last(Duration span, Instant end) {
        return counted.subList(
                firstFrom(counted, end.minus(span).plusMillis(1)), firstFrom(counted, end.plusMillis(1)));
    }

    /** Whether every article of {@code span} up to the present is remembered one by one. */
    boolean knows(Duration span) {
        return !newest.minus(span).isBefore(horizon);
    }

    /**
     * How many articles there usually are in {@code window}, by the whole hours of the last {@code usual} before it.
     *
     * @return empty when less than a day is known
     */
    Optional<Double> usual(Duration window, Duration usual) {
        long end = Math.floorDiv(newest.minus(window).toEpochMilli(), HOUR);
        long begin =
                Math.floorDiv(later(newest.minus(window).minus(usual), since).toEpochMilli() + HOUR - 1, HOUR);
        if (end - begin < Duration.ofDays(1).toHours()) {
            return Optional.empty();
        }
        long articles = hours.subMap(begin, end).values().stream()
                .mapToLong(Integer::longValue)
                .sum();
        return Optional.of(articles * (window.toMillis() / (double) ((end - begin) * HOUR)));
    }

    private static int firstFrom(List<Counted> articles, Instant time) {
        int place = Collections.binarySearch(articles, new Counted(time.toEpochMilli(), Long.MIN_VALUE, 0, 0), ORDER);
        return place < 0 ? -place - 1 : place;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
