package caravan.deadletter;

import java.util.regex.Pattern;

/** Which leg a route belongs to: legs have routes of their own for single articles, named after them. */
final class DeadLetterLeg {

    private static final Pattern ANALYSE = Pattern.compile("^(read|score)-");
    private static final Pattern PART = Pattern.compile("-(read|rows)-");

    private static final Pattern WEBHOOK = Pattern.compile("^webhook-.*$");

    private DeadLetterLeg() {}

    /** Such as {@code lake-hipri} of {@code lake-rows-hipri}, {@code analyse-stdpri} of {@code score-stdpri}. */
    static String of(String route) {
        String leg =
                PART.matcher(ANALYSE.matcher(route).replaceFirst("analyse-")).replaceAll("-");
        return WEBHOOK.matcher(leg).replaceFirst("webhook");
    }
}
