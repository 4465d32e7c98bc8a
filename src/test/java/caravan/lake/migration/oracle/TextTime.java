package caravan.lake.migration.oracle;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;

/** The ways in which a time was written as text. */
enum TextTime {
    Z(1_000_000, false, "uuuu-MM-dd'T'HH:mm:ss'Z'"),
    MILLIS_Z(1_000, false, "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'"),
    MICROS_Z(1, false, "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'"),
    /** Finer than the lake; what is too fine goes, upwards is another day. */
    NANOS_Z(1, false, "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'"),
    TENTHS_Z(100_000, false, "uuuu-MM-dd'T'HH:mm:ss.S'Z'"),
    OFFSET(1_000_000, false, "uuuu-MM-dd'T'HH:mm:ssxxx"),
    OFFSET_FRACTION(1, false, "uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx"),
    OFFSET_WITHOUT_COLON(1_000_000, false, "uuuu-MM-dd'T'HH:mm:ssxx"),
    NO_ZONE(1_000_000, true, "uuuu-MM-dd'T'HH:mm:ss"),
    NO_ZONE_FRACTION(1, true, "uuuu-MM-dd'T'HH:mm:ss.SSSSSS"),
    SPACE(1_000_000, true, "uuuu-MM-dd HH:mm:ss"),
    SPACE_FRACTION(1_000, true, "uuuu-MM-dd HH:mm:ss.SSS"),
    SPACE_OFFSET(1_000_000, false, "uuuu-MM-dd HH:mm:ssxxx"),
    MINUTES(60_000_000, false, "uuuu-MM-dd'T'HH:mm'Z'"),
    DATE_ALONE(86_400_000_000L, true, "uuuu-MM-dd"),
    EPOCH_SECONDS(1_000_000, false, ""),
    EPOCH_MILLIS(1_000, false, "");

    private static final int[] OFFSETS_IN_MINUTES = {0, 120, -300, 330, -480, 765, 840, -720};
    private static final int NANOS_OF_MICRO = 1_000;

    private final long step;
    private final boolean isZoneless;
    private final DateTimeFormatter format;

    TextTime(long step, boolean isZoneless, String pattern) {
        this.step = step;
        this.isZoneless = isZoneless;
        this.format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    Stamp stamp(long wanted, SplittableRandom random) {
        long micros = Math.floorDiv(wanted, step) * step;
        int offset = OFFSETS_IN_MINUTES[random.nextInt(OFFSETS_IN_MINUTES.length)];
        String written =
                switch (this) {
                    case EPOCH_SECONDS -> Long.toString(Math.floorDiv(micros, 1_000_000));
                    case EPOCH_MILLIS -> Long.toString(Math.floorDiv(micros, 1_000));
                    case NANOS_Z -> format.format(time(micros).plusNanos(random.nextInt(NANOS_OF_MICRO)));
                    default ->
                        format.format(time(micros)
                                .atOffset(ZoneOffset.UTC)
                                .withOffsetSameInstant(
                                        ZoneOffset.ofTotalSeconds(isZoneless ? 0 : offsetOf(offset) * 60)));
                };
        return new Stamp(written, micros, isZoneless);
    }

    private int offsetOf(int offset) {
        return switch (this) {
            case OFFSET, OFFSET_FRACTION, OFFSET_WITHOUT_COLON, SPACE_OFFSET -> offset;
            default -> 0;
        };
    }

    private static LocalDateTime time(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000),
                (int) Math.floorMod(micros, 1_000_000L) * NANOS_OF_MICRO,
                ZoneOffset.UTC);
    }
}
