package caravan.source;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
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
 * in the wild: US order, asctime, no seconds, no colon in the time, months of many languages, numbers alone with the day
 * first where dots or a number above 12 say so, seconds and milliseconds since 1970. A date without a time is midnight, a
 * time without a zone is in the zone given, usually UTC.
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

    private static final String THEN_TIME = "(?:,?[Tt\\s]\\s*(?:[-\u2013|]\\s*)?(?:at\\s+|um\\s+)?" + TIME + ")?";
    private static final String TIME_FIRST = "(?:" + TIME + "),?\\s+(?:on\\s+)?";

    /** Seconds or, with three digits more, milliseconds since 1970, alone or as some frameworks write dates. */
    private static final Pattern EPOCH =
            Pattern.compile("\\s*(?:/Date\\()?(\\d{9,10})(?:(\\d{3})|\\.\\d{0,9})?(?:[+-]\\d{4})?(?:\\)/)?\\s*");

    private static final List<Pattern> FORMS = Stream.of(
                    "(?<year>\\d{4})[-/.](?<month>\\d{1,2})[-/.](?<day>\\d{1,2})(?:[Tt\\s]\\s*" + TIME + ")?",
                    "(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})(?:[Tt\\s]?" + TIME + ")?",
                    WEEKDAY
                            + "(?<day>\\d{1,2})(?:st|nd|rd|th|\\.)?[\\s-]+(?:de\\s+)?(?<month>\\p{L}+)\\.?,?[\\s-]+(?:de\\s+)?"
                            + "(?<year>\\d{4}|\\d{2})" + THEN_TIME,
                    WEEKDAY + "(?<month>\\p{L}+)\\.?\\s+(?<day>\\d{1,2})(?:st|nd|rd|th)?,?\\s+(?<year>\\d{4})"
                            + THEN_TIME,
                    WEEKDAY + "(?<month>\\p{L}+)\\s+(?<day>\\d{1,2})\\s+" + TIME + "\\s+(?<year>\\d{4})",
                    // Numbers alone: 15.01.2026, 15/01/2026 and, where the middle one is no month, 01/15/2026.
                    WEEKDAY + "(?<day>\\d{1,2})\\.\\s?(?<month>\\d{1,2})\\.\\s?(?<year>\\d{4})" + THEN_TIME,
                    WEEKDAY + "(?<month>0?[1-9]|1[0-2])/(?<day>\\d{1,2})/(?<year>\\d{4}|\\d{2})" + THEN_TIME,
                    WEEKDAY + "(?<day>1[3-9]|2\\d|3[01])/(?<month>\\d{1,2})/(?<year>\\d{4}|\\d{2})" + THEN_TIME,
                    "(?<year>\\d{4})\\s?[\u5e74\ub144]\\s?(?<month>\\d{1,2})\\s?[\u6708\uc6d4]\\s?(?<day>\\d{1,2})\\s?[\u65e5\uc77c]"
                            + "(?:\\s*" + TIME + ")?",
                    TIME_FIRST + WEEKDAY + "(?<day>\\d{1,2})[\\s-]+(?<month>\\p{L}+)\\.?,?[\\s-]+(?<year>\\d{4})",
                    TIME_FIRST + WEEKDAY + "(?<month>\\p{L}+)\\.?\\s+(?<day>\\d{1,2}),?\\s+(?<year>\\d{4})",
                    "(?<year>\\d{4})-(?<month>\\d{2})(?<day>)(?<hour>)(?<minute>)(?<second>)(?<half>)(?<zone>)")
            .map(form -> Pattern.compile("\\s*" + form + COMMENT + "\\s*"))
            .toList();

    /** In the order of the year; only the first letters are compared. */
    private static final Map<String, Integer> MONTHS = months(
            "jan feb mar apr may jun jul aug sep oct nov dec",
            "jän feb mär apr mai jun jul aug sep okt nov dez",
            "ene feb mar abr may jun jul ago set oct nov dic",
            "jan fev mar abr mai jun jul ago set out nov dez",
            "gen feb mar apr mag giu lug ago set ott nov dic",
            "janv fév mars avr mai juin juil août sept oct nov déc",
            "jan fev mrt apr mei jun jul aug sep okt nov dec",
            "jan feb mar apr maj jun jul aug sep okt nov dec",
            "sty lut mar kwi maj cze lip sie wrz paź lis gru",
            "led úno bře dub kvě červ červenc srp zář říj list pros",
            "oca şub mar nis may haz tem ağu eyl eki kas ara",
            "tamm helm maal huht touk kesä hein elok syys loka marr joul",
            "янв фев мар апр май июн июл авг сен окт ноя дек",
            "янв фев мар апр мая июн июл авг сен окт ноя дек",
            "січ лют бер кві тра чер лип сер вер жов лис гру");

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
        return parse(text, ZoneOffset.UTC, now);
    }

    /** As above, of dates that a publisher writes in a way of its own. */
    static Optional<Instant> parse(String text, Kind.Dates dates, Instant now) {
        return dates.pattern()
                .flatMap(pattern -> by(pattern, text.strip(), dates.zone()))
                .filter(date -> isPossible(date, now))
                .or(() -> parse(text, dates.zone(), now));
    }

    private static Optional<Instant> parse(String text, ZoneId usual, Instant now) {
        if (text.isBlank() || text.length() > LONGEST) {
            return Optional.empty();
        }
        return Stream.concat(
                        FORMS.stream()
                                .map(form -> form.matcher(text))
                                .filter(Matcher::matches)
                                .map(date -> instant(date, usual)),
                        Stream.of(epoch(text)))
                .flatMap(Optional::stream)
                .filter(date -> isPossible(date, now))
                .findFirst();
    }

    private static boolean isPossible(Instant date, Instant now) {
        return !date.isBefore(EARLIEST) && !date.isAfter(now.plus(TOLERATED_FUTURE));
    }

    private static Optional<Instant> epoch(String text) {
        Matcher epoch = EPOCH.matcher(text);
        if (!epoch.matches()) {
            return Optional.empty();
        }
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(epoch.group(1))).plusMillis(number(epoch.group(2))));
    }

    private static Optional<Instant> by(String pattern, String text, ZoneId usual) {
        try {
            TemporalAccessor date = new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(pattern)
                    .toFormatter(Locale.ENGLISH)
                    .parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
            if (date instanceof ZonedDateTime zoned) {
                return Optional.of(zoned.toInstant());
            }
            LocalDateTime local = date instanceof LocalDateTime time
                    ? time
                    : LocalDate.from(date).atStartOfDay();
            return Optional.of(local.atZone(usual).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(Matcher date, ZoneId usual) {
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
                    date.group("day").isEmpty() ? 1 : Integer.parseInt(date.group("day")),
                    0,
                    number(date.group("minute")),
                    second);
            return zone(date.group("zone"), usual).map(zone -> local.plusHours(hour24(hour, date.group("half")))
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
        return Stream.of(7, 5, 4, 3)
                .filter(length -> name.length() >= length)
                .map(length -> MONTHS.get(name.substring(0, length)))
                .filter(month -> month != null)
                .findFirst();
    }

    /** Empty when it is an offset that cannot be; names nobody knows are UTC, as RFC 5322 section 4.3 advises. */
    private static Optional<ZoneId> zone(String text, ZoneId usual) {
        if (text == null || text.isEmpty()) {
            return Optional.of(usual);
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
