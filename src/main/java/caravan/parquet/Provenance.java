package caravan.parquet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where rows came from, in the words of whoever appended them; it stays with the rows as they are merged. Immutable.
 *
 * <p>Where two meet under one name, both stay: values that are lists of ranges of whole numbers, {@code 0-499,800-999},
 * become the ranges of both, neighbours joined (so a day of Kafka offsets stays one short line); any others become the
 * list of the different ones, one a line.
 *
 * @param values by name
 */
public record Provenance(Map<String, String> values) {

    public static final Provenance NONE = new Provenance(Map.of());

    private static final String PREFIX = "provenance.";
    /** Possessive, or a list of thousands of ranges would overflow the stack. */
    private static final Pattern RANGES = Pattern.compile("\\d{1,18}+-\\d{1,18}+(?:,\\d{1,18}+-\\d{1,18}+)*+");

    public Provenance {
        values = Map.copyOf(values);
    }

    /** What is in this and in {@code other}. */
    public Provenance and(Provenance other) {
        Map<String, String> both = new TreeMap<>(values);
        other.values.forEach((name, value) -> both.merge(name, value, Provenance::united));
        return new Provenance(both);
    }

    Map<String, String> footer() {
        Map<String, String> footer = new TreeMap<>();
        values.forEach((name, value) -> footer.put(PREFIX + name, value));
        return footer;
    }

    static Provenance fromFooter(Map<String, String> keyValues) {
        Map<String, String> values = new TreeMap<>();
        keyValues.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                values.put(key.substring(PREFIX.length()), value);
            }
        });
        return new Provenance(values);
    }

    private static String united(String one, String other) {
        if (RANGES.matcher(one).matches() && RANGES.matcher(other).matches()) {
            return unitedRanges(one + ',' + other);
        }
        Set<String> lines = new LinkedHashSet<>(one.lines().toList());
        lines.addAll(other.lines().toList());
        return String.join("\n", lines);
    }

    private record Range(long first, long last) {}

    private static String unitedRanges(String ranges) {
        List<Range> sorted = Arrays.stream(ranges.split(","))
                .map(range -> range.split("-"))
                .map(ends -> new Range(Long.parseLong(ends[0]), Long.parseLong(ends[1])))
                .sorted(Comparator.comparingLong(Range::first))
                .toList();
        List<Range> joined = new ArrayList<>();
        for (Range range : sorted) {
            Range before = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (before != null && range.first() <= before.last() + 1) {
                joined.set(joined.size() - 1, new Range(before.first(), Math.max(before.last(), range.last())));
            } else {
                joined.add(range);
            }
        }
        return String.join(
                ",",
                joined.stream().map(range -> range.first() + "-" + range.last()).toList());
    }
}
