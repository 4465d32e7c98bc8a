package caravan.source;

import caravan.config.YamlFields;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code limits} of a source. */
final class LimitFields {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})\\s*(s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,10})\\s*(B|KB|MB)?", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Long> BYTES = Map.of("B", 1L, "KB", 1L << 10, "MB", 1L << 20);
    private static final double LEAST_RATE = 0.001;
    private static final double MOST_RATE = 100;
    private static final int MOST_ITEMS = 100_000;

    private LimitFields() {}

    static SourceLimits read(YamlFields source) {
        YamlFields limits = source.block("limits");
        limits.allow(List.of("min_interval", "max_interval", "requests_per_second", "max_items", "max_bytes"));
        Optional<Duration> least = limits.optional("min_interval", LimitFields::duration);
        Optional<Duration> most = limits.optional("max_interval", LimitFields::duration);
        if (least.isPresent() && most.isPresent() && least.get().compareTo(most.get()) > 0) {
            limits.error("max_interval", "is less than min_interval");
        }
        return new SourceLimits(
                least,
                most,
                limits.optional("requests_per_second", LimitFields::rate)
                        .map(OptionalDouble::of)
                        .orElseGet(OptionalDouble::empty),
                limits.optional("max_items", LimitFields::items)
                        .map(OptionalInt::of)
                        .orElseGet(OptionalInt::empty),
                limits.optional("max_bytes", LimitFields::bytes)
                        .map(OptionalInt::of)
                        .orElseGet(OptionalInt::empty));
    }

    static Duration duration(String text) {
        Matcher duration = DURATION.matcher(text);
        if (!duration.matches()) {
            throw new IllegalArgumentException("'%s' is not a time; such as 30s, 10m, 6h or 1d".formatted(text));
        }
        long amount = Long.parseLong(duration.group(1));
        return switch (duration.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static Double rate(String text) {
        double rate;
        try {
            rate = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            rate = Double.NaN;
        }
        if (!(rate >= LEAST_RATE && rate <= MOST_RATE)) {
            throw new IllegalArgumentException(
                    "'%s' is not a rate; allowed: 0.001 to 100 requests a second".formatted(text));
        }
        return rate;
    }

    private static Integer items(String text) {
        if (!text.matches("[1-9]\\d{0,5}") || Integer.parseInt(text) > MOST_ITEMS) {
            throw new IllegalArgumentException("'%s' is not a number of items; allowed: 1 to 100000".formatted(text));
        }
        return Integer.valueOf(text);
    }

    private static Integer bytes(String text) {
        Matcher size = SIZE.matcher(text);
        long bytes = size.matches()
                ? Long.parseLong(size.group(1))
                        * BYTES.get(size.group(2) == null ? "B" : size.group(2).toUpperCase(Locale.ROOT))
                : 0;
        if (bytes < 1 || bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("'%s' is not a size; such as 500KB or 5MB".formatted(text));
        }
        return (int) bytes;
    }
}
