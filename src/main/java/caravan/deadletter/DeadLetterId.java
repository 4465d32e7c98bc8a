package caravan.deadletter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a dead letter is on its topic, which is also how it is called: {@code partition-offset}. Immutable.
 *
 * @param partition 0 or more
 * @param offset 0 or more
 */
public record DeadLetterId(int partition, long offset) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})-(\\d{1,18})");

    /** Empty when {@code text} is no id. */
    public static Optional<DeadLetterId> parse(String text) {
        return Optional.ofNullable(text)
                .map(FORM::matcher)
                .filter(Matcher::matches)
                .map(id -> new DeadLetterId(Integer.parseInt(id.group(1)), Long.parseLong(id.group(2))));
    }

    @Override
    public String toString() {
        return partition + "-" + offset;
    }
}
