package caravan.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The exact sums of each of the 24 hours that end with the current one, the oldest first. Immutable. */
final class RollingDay {

    private static final int HOURS = 24;
    private static final long SECONDS = 3_600;

    private record Sums(Instant hour, long count, long scores, long weights) {

        Sums and(Sums other) {
            return new Sums(hour, count + other.count, scores + other.scores, weights + other.weights);
        }

        OptionalDouble mean() {
            return weights == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) scores / weights);
        }
    }

    private final List<Sums> hours;

    private RollingDay(List<Sums> hours) {
        this.hours = List.copyOf(hours);
    }

    /**
     * @param held as Redis holds it: the number of the hour since 1970 to count, sum of weighted scores, sum of weights
     * @throws IllegalStateException that shows what is in Redis, when it is something else
     */
    static RollingDay of(Map<String, String> held, Instant now) {
        long current = Math.floorDiv(now.getEpochSecond(), SECONDS);
        List<Sums> hours = new ArrayList<>();
        for (long hour = current - HOURS + 1; hour <= current; hour++) {
            hours.add(sums(hour, held.getOrDefault(Long.toString(hour), "0 0 0")));
        }
        return new RollingDay(hours);
    }

    private static Sums sums(long hour, String text) {
        String[] numbers = text.split(" ", -1);
        try {
            return new Sums(
                    Instant.ofEpochSecond(hour * SECONDS),
                    Long.parseLong(numbers[0]),
                    Long.parseLong(numbers[1]),
                    Long.parseLong(numbers[2]));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalStateException("An hour in Redis is not what was written: " + text, e);
        }
    }

    List<HourlyScore> hours() {
        return hours.stream()
                .map(sums ->
                        new HourlyScore(sums.hour(), sums.count(), sums.mean().orElse(0)))
                .toList();
    }

    long count() {
        return total(hours).count();
    }

    /** The weighted mean; empty when there is no article. */
    OptionalDouble score() {
        return total(hours).mean();
    }

    /** By how much the mean of the current hour is above that of the 23 before it; empty when either has none. */
    OptionalDouble change() {
        OptionalDouble last = hours.get(HOURS - 1).mean();
        OptionalDouble before = total(hours.subList(0, HOURS - 1)).mean();
        return last.isPresent() && before.isPresent()
                ? OptionalDouble.of(last.getAsDouble() - before.getAsDouble())
                : OptionalDouble.empty();
    }

    private static Sums total(List<Sums> hours) {
        return hours.stream().reduce(Sums::and).orElseThrow();
    }
}
