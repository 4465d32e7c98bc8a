package caravan.source;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * When a feed says something was published, in any of the ways feeds say it.
 *
 * <p>RFC 822 as amended by RFC 5322 (named zones, two-digit years, the weekday not believed), ISO 8601, and what is met
 * in the wild: US order, asctime, no seconds, no colon in the time, months of six languages. A date without a time is
 * midnight, a time without a zone UTC.
 */
final class FeedDate {

    /** No feed is older than the web; earlier dates are zeros and epochs. */
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

    private static final Duration TOLERATED_FUTURE = Duration.ofDays(1);
    private static final int LONGEST = 80;

    private static final String TIME =
            "(?:(?<hour>\\d{1,2})[:.]?(?<minute>\\d{2})(?:[:.]?(?<second>\\d{2})(?:[.,]\\d+)?)?"
                    + "\\s*(?<half>[aApP]\\.?[mM]\\.?)?\\s*(?<zone>[A-Za-z_/]+(?:[+-]\\d{1,2}:?\\d{0,2})?|[+-]\\s?\\d{1,2}:?\\d{0,2})?)?";
    private static final String WEEKDAY = "(?:[\\p{L}-]+\\.?,?\\s+|[\\p{L}-]+\\.?,)?";
    private static final String COMMENT = "\\s*(?:\\([^()]*\\))?";

    private static final List<Pattern> FORMS = Stream.of(
                    "(?<year>\\d{4})[-/.](?<month>\\d{1,2})[-/.](?<day>\\d{1,2})(?:[Tt\\s]\\s*" + TIME + ")?",
                    "(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})(?:[Tt\\s]?" + TIME + ")?",
                    WEEKDAY
                            + "(?<day>\\d{1,2})(?:st|nd|rd|th|\\.)?[\\s-]+(?:de\\s+)?(?<month>\\p{L}+)\\.?,?[\\s-]+(?:de\\s+)?"
                            + "(?<year>\\d{4}|\\d{2})(?:,?[Tt\\s]\\s*(?:at\\s+)?" + TIME + ")?",
                    WEEKDAY
                            + "(?<month>\\p{L}+)\\.?\\s+(?<day>\\d{1,2})(?:st|nd|rd|th)?,?\\s+(?<year>\\d{4})(?:,?\\s+(?:at\\s+)?"
                            + TIME + ")?",
                    WEEKDAY + "(?<month>\\p{L}+)\\s+(?<day>\\d{1,2})\\s+" + TIME + "\\s+(?<year>\\d{4})")
            .map(form -> Pattern.compile("\\s*" + form + COMMENT + "\\s*"))
            .toList();

    /** In the order of the year; only the first letters are compared. */
    private static final Map<String, Integer> MONTHS = months(
            "jan feb mar apr may jun jul aug sep oct nov dec",
            "jän feb mär apr mai jun jul aug sep okt nov dez",
            "ene feb mar abr may jun jul ago set oct nov dic",
            "jan fev mar abr mai jun jul ago set out nov dez",
            "gen feb mar apr mag giu lug ago set ott nov dic",
            "janv fév mars avr mai juin juil août sept oct nov déc");

    private static final Map<String, ZoneId> ZONES = zones(
            "Z 0, UT 0, UTC 0, GMT 0, EST -5, EDT -4, CST -6, CDT -5, MST -7, MDT -6, PST -8, PDT -7, AKST -9, AKDT -8,"
                    + " HST -10, WET 0, WEST 1, BST 1, CET 1, MEZ 1, CEST 2, MESZ 2, EET 2, EEST 3, MSK 3, IST +05:30,"
                    + " HKT 8, SGT 8, JST 9, KST 9, AEST 10, AEDT 11, NZST 12, NZDT 13, ET America/New_York,"
                    + " CT America/Chicago, MT America/Denver, PT America/Los_Angeles");

    private FeedDate() {}

    /**
     * The instant {@code text} means; empty when it means none, or one that cannot be true: before there were feeds, or
     * more than a day after {@code now}.
     */
    static Optional<Instant> parse(String text, Instant now) {
        if (text.isBlank() || text.length() > LONGEST) {
            return Optional.empty();
        }
        return FORMS.stream()
                .map(form -> form.matcher(text))
                .filter(Matcher::matches)
                .map(FeedDate::instant)
                .flatMap(Optional::stream)
                .findFirst()
                .filter(date -> !date.isBefore(EARLIEST))
                .filter(date -> !date.isAfter(now.plus(TOLERATED_FUTURE)));
    }

    private static Optional<Instant> instant(Matcher date) {
        Optional<Integer> month = month(date.group("month"));
        if (month.isEmpty()) {
            return Optional.empty();
        }
        try {
            int hour = number(date.group("hour"));
            int second = Math.min(number(date.group("second")), 59); // leap seconds
            LocalDateTime local = LocalDateTime.of(
                    year(date.group("year")),
                    month.get(),
                    Integer.parseInt(date.group("day")),
                    0,
                    number(date.group("minute")),
                    second);
            return zone(date.group("zone")).map(zone -> local.plusHours(hour24(hour, date.group("half")))
                    .atZone(zone)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int hour24(int hour, String half) {
        if (hour > (half == null ? 24 : 12)) {
            throw new DateTimeException("There is no hour " + hour);
        }
        if (half == null) {
            return hour;
        }
        return hour % 12 + (half.toLowerCase(Locale.ROOT).startsWith("p") ? 12 : 0);
    }

    /** RFC 5322 section 4.3. */
    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        return digits.length() > 2 ? year : year < 50 ? 2000 + year : 1900 + year;
    }

    private static Optional<Integer> month(String text) {
        if (Character.isDigit(text.charAt(0))) {
            return Optional.of(Integer.parseInt(text));
        }
        String name = text.toLowerCase(Locale.ROOT);
        return Stream.of(4, 3)
                .filter(length -> name.length() >= length)
                .map(length -> MONTHS.get(name.substring(0, length)))
                .filter(month -> month != null)
                .findFirst();
    }

    /** Empty when it is an offset that cannot be; names nobody knows are UTC, as RFC 5322 section 4.3 advises. */
    private static Optional<ZoneId> zone(String text) {
        if (text == null) {
            return Optional.of(ZoneOffset.UTC);
        }
        String name = text.replaceAll("\\s", "");
        Matcher offset =
                Pattern.compile("(?:GMT|UTC?)?([+-])(\\d{1,2}):?(\\d{2})?").matcher(name);
        if (offset.matches()) {
            int minutes = Integer.parseInt(offset.group(2)) * 60 + number(offset.group(3));
            return minutes > 18 * 60
                    ? Optional.empty()
                    : Optional.of(ZoneOffset.ofTotalSeconds((offset.group(1).equals("-") ? -60 : 60) * minutes));
        }
        return Optional.of(ZONES.getOrDefault(name.toUpperCase(Locale.ROOT), region(name)));
    }

    private static ZoneId region(String name) {
        return ZoneId.getAvailableZoneIds().contains(name) ? ZoneId.of(name) : ZoneOffset.UTC;
    }

    private static int number(String digits) {
        return digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private static Map<String, Integer> months(String... languages) {
        Map<String, Integer> months = new HashMap<>();
        for (String language : languages) {
            String[] names = language.split(" ");
            for (int i = 0; i < names.length; i++) {
                months.put(names[i], i + 1);
            }
        }
        return Map.copyOf(months);
    }

    private static Map<String, ZoneId> zones(String table) {
        Map<String, ZoneId> zones = new HashMap<>();
        for (String entry : table.split(",\\s*")) {
            String[] parts = entry.split(" ");
            zones.put(
                    parts[0],
                    parts[1].matches("-?\\d+") ? ZoneOffset.ofHours(Integer.parseInt(parts[1])) : ZoneId.of(parts[1]));
        }
        return Map.copyOf(zones);
    }
}
