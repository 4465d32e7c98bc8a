package caravan.live.alert;

import java.time.Duration;

/** Spans of time as configuration writes them. */
final class Spans {

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Spans() {}

    /** In the largest unit that leaves no rest: {@code 90m}, {@code 1h}, {@code 7d}. */
    static String of(Duration span) {
        long seconds = span.toSeconds();
        if (seconds % DAY == 0 && seconds > 0) {
            return seconds / DAY + "d";
        }
        if (seconds % HOUR == 0 && seconds > 0) {
            return seconds / HOUR + "h";
        }
        return seconds % MINUTE == 0 && seconds > 0 ? seconds / MINUTE + "m" : seconds + "s";
    }
}
