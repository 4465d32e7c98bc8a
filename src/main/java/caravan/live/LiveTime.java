package caravan.live;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as the scripts compare them. */
final class LiveTime {

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private LiveTime() {}

    /** Always six digits behind the second, so that the order of the text is the order in time. */
    static String micros(Instant instant) {
        return MICROS.format(instant);
    }
}
