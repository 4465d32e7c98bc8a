package caravan.lake.migration;

import caravan.UnprocessableException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time that a legacy value means, to the microsecond; what is finer is cut off.
 *
 * <ul>
 *   <li>A date, or a time without zone, is of the zone given: what that zone skips is as much later as it skips, and of
 *       what it has twice it is the first.
 *   <li>Text is ISO-8601 with {@code T} or a space, with seconds and fractions or without, with {@code Z}, {@code UTC} or
 *       an offset ({@code +05:30}, {@code +0530}, {@code +05}) or without; or a date; or a number.
 *   <li>A number counts from 1970: seconds where less than 10^10 (the year 2286), else milliseconds below 10^13,
 *       microseconds below 10^16, or nanoseconds.
 * </ul>
 */
final class LegacyTime {

    private static final Pattern ISO = Pattern.compile("(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})"
            + "(?:[Tt ](?<hour>\\d{2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d+))?)?"
            + " ?(?<zone>[Zz]|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?)?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,25}(?:\\.\\d{0,40})?(?:[eE][+-]?\\d{1,2})?");
    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2201-01-01T00:00:00Z");
    private static final BigDecimal[] LIMITS = {
        BigDecimal.TEN.pow(10), BigDecimal.TEN.pow(13), BigDecimal.TEN.pow(16), BigDecimal.TEN.pow(19)
    };
    private static final int MICROS_DIGITS = 6;
    private static final int SHOWN = 80;

    private final ZoneId zone;

    /** @param zone of what names none */
    LegacyTime(ZoneId zone) {
        this.zone = zone.normalized();
    }

    /**
     * @param isZoneAssumed whether the value named no zone
     * @param doubt what had to be decided because the zone has no such time, or has it twice
     */
    record Time(Instant instant, boolean isZoneAssumed, Optional<Repair> doubt) {

        private Time(Instant instant) {
            this(instant, false, Optional.empty());
        }
    }

    /**
     * @param value not null; text as {@link String}
     * @throws UnprocessableException that says what is wrong with it
     */
    Time of(Object value) {
        Time time;
        try {
            time = read(value);
        } catch (DateTimeException | ArithmeticException e) {
            throw new UnprocessableException("timestamp cannot be read: " + shown(value), e);
        }
        if (time.instant().isBefore(FIRST) || !time.instant().isBefore(END)) {
            throw new UnprocessableException("timestamp is not in the years 1900 to 2200: " + shown(value));
        }
        return time;
    }

    private Time read(Object value) {
        if (value instanceof LocalDateTime time) {
            return zoneless(time);
        }
        if (value instanceof String text) {
            return ofText(text.strip());
        }
        if (value instanceof Instant instant) {
            return new Time(instant);
        }
        if (value instanceof LocalDate date) {
            return zoneless(date.atStartOfDay());
        }
        if (value instanceof Long number) {
            return ofNumber(BigDecimal.valueOf(number));
        }
        if (value instanceof Double number && Double.isFinite(number)) {
            // The shortest decimal that is this number, which is what was once written.
            return ofNumber(BigDecimal.valueOf(number));
        }
        if (value instanceof BigDecimal || value instanceof BigInteger || value instanceof Float) {
            String digits = value.toString();
            if (NUMBER.matcher(digits).matches()) {
                return ofNumber(new BigDecimal(digits));
            }
        }
        throw new DateTimeException("neither a time nor a text nor a number");
    }

    private Time zoneless(LocalDateTime time) {
        int offsets = zone.getRules().getValidOffsets(time).size();
        Optional<Repair> doubt =
                switch (offsets) {
                    case 0 -> Optional.of(Repair.TIME_SKIPPED);
                    case 1 -> Optional.empty();
                    default -> Optional.of(Repair.TIME_TWICE);
                };
        return new Time(time.atZone(zone).toInstant(), true, doubt);
    }

    private Time ofText(String text) {
        Matcher iso = ISO.matcher(text);
        if (iso.matches()) {
            LocalDateTime time = LocalDateTime.of(
                    number(iso, "year"),
                    number(iso, "month"),
                    number(iso, "day"),
                    number(iso, "hour"),
                    number(iso, "minute"),
                    number(iso, "second"),
                    nanos(iso.group("fraction")));
            String offset = iso.group("zone");
            if (offset == null) {
                return zoneless(time);
            }
            return new Time(time.toInstant(offset(offset)));
        }
        if (NUMBER.matcher(text).matches()) {
            return ofNumber(new BigDecimal(text));
        }
        throw new DateTimeException("neither ISO-8601 nor a number");
    }

    private static int number(Matcher iso, String group) {
        String digits = iso.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int nanos(String fraction) {
        if (fraction == null) {
            return 0;
        }
        String micros = fraction.length() > MICROS_DIGITS ? fraction.substring(0, MICROS_DIGITS) : fraction;
        return Integer.parseInt(micros + "0".repeat(9 - micros.length()));
    }

    private static ZoneOffset offset(String offset) {
        return Character.isLetter(offset.charAt(0)) ? ZoneOffset.UTC : ZoneOffset.of(offset);
    }

    private static Time ofNumber(BigDecimal number) {
        BigDecimal size = number.abs();
        for (int unit = 0; unit < LIMITS.length; unit++) {
            if (size.compareTo(LIMITS[unit]) < 0) {
                long micros = number.movePointRight(MICROS_DIGITS - 3 * unit)
                        .setScale(0, RoundingMode.FLOOR)
                        .longValueExact();
                return new Time(Instant.ofEpochSecond(
                        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L));
            }
        }
        throw new DateTimeException("too large");
    }

    /** A value in a message: short, and in one line. */
    static String shown(Object value) {
        String text = String.valueOf(value).replaceAll("\\p{Cntrl}", " ");
        String quote = value instanceof String ? "\"" : "";
        return quote + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + quote;
    }
}
