package caravan.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a caller gave as text, with complaints that name the parameter. */
public final class Parameter {

    private static final Pattern SPAN = Pattern.compile("\\d{1,9}[mhd]");
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(31);

    private Parameter() {}

    /** @return {@code usually} when {@code text} is null or empty */
    static int limit(String text, int usually, int atMost) {
        if (text == null || text.isBlank()) {
            return usually;
        }
        try {
            int limit = Integer.parseInt(text.strip());
            if (limit >= 1 && limit <= atMost) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "limit is '%s'; it must be a whole number from 1 to %d".formatted(text, atMost), e);
        }
        throw new IllegalArgumentException(
                "limit is '%s'; it must be a whole number from 1 to %d".formatted(text, atMost));
    }

    /**
     * @return {@code usually} when {@code text} is null or empty
     * @throws IllegalArgumentException that names the parameter
     */
    static long whole(String name, String text, long usually, long least, long most) {
        if (text == null || text.isBlank()) {
            return usually;
        }
        try {
            long number = Long.parseLong(text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(notWhole(name, text, least, most), e);
        }
        throw new IllegalArgumentException(notWhole(name, text, least, most));
    }

    private static String notWhole(String name, String text, long least, long most) {
        return "%s is '%s'; it must be a whole number from %d to %d".formatted(name, text, least, most);
    }

    /**
     * @return {@code usually} when {@code text} is null or empty
     * @throws IllegalArgumentException that names the parameter
     */
    static double decimal(String name, String text, double usually) {
        if (text == null || text.isBlank()) {
            return usually;
        }
        try {
            double number = Double.parseDouble(text.strip());
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("%s is '%s'; it must be a number".formatted(name, text), e);
        }
        throw new IllegalArgumentException("%s is '%s'; it must be a number".formatted(name, text));
    }

    /** The parts between commas; none when {@code text} is null or empty. */
    static List<String> list(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList();
    }

    /**
     * An ISO-8601 time or day; without a zone in UTC, a day means its beginning.
     *
     * @return empty when {@code text} is null or empty
     * @throws IllegalArgumentException that names the parameter
     */
    public static Optional<Instant> time(String name, String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            if (text.strip().indexOf('T') < 0) {
                return Optional.of(LocalDate.parse(text.strip())
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant());
            }
            TemporalAccessor time =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(
                    time instanceof OffsetDateTime zoned
                            ? zoned.toInstant()
                            : LocalDateTime.from(time).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "%s is '%s'; it must be a day or a time such as 2026-01-31 or 2026-01-31T09:30:00Z"
                            .formatted(name, text),
                    e);
        }
    }

    /**
     * A span of time from a minute to 31 days, as ISO-8601 has it or as a number and a letter: {@code PT5M}, {@code 5m},
     * {@code 1h}, {@code 1d}.
     *
     * @return empty when {@code text} is null or empty
     * @throws IllegalArgumentException that names the parameter
     */
    static Optional<Duration> span(String name, String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        String given = text.strip();
        try {
            String iso = SPAN.matcher(given).matches()
                    ? (given.endsWith("d") ? "P" : "PT") + given.toUpperCase(Locale.ROOT)
                    : given;
            Duration span = Duration.parse(iso);
            if (span.compareTo(SHORTEST) >= 0
                    && span.compareTo(LONGEST) <= 0
                    && span.equals(Duration.ofSeconds(span.toSeconds()))) {
                return Optional.of(span);
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(notSpan(name, text), e);
        }
        throw new IllegalArgumentException(notSpan(name, text));
    }

    private static String notSpan(String name, String text) {
        return "%s is '%s'; it must be a span of time from 1m to 31d, such as 5m, 1h, 1d or PT5M".formatted(name, text);
    }

    /** @throws IllegalArgumentException when it is neither true nor false */
    static boolean flag(String name, String text) {
        if (text == null || text.isBlank() || text.equalsIgnoreCase("false")) {
            return false;
        }
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        throw new IllegalArgumentException("%s is '%s'; it must be true or false".formatted(name, text));
    }
}
