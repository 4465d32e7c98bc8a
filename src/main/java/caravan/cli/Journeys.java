package caravan.cli;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Pattern;

/**
 * When each of many numbered articles was acknowledged, and how long after that it was heard of. Thread-safe.
 *
 * <p>An article may be heard of before its acknowledgement has come back; then it took no time.
 */
final class Journeys {

    private static final String MARK = "T";
    private static final Pattern TICKER = Pattern.compile(MARK + "\\d{7}");

    private final AtomicLongArray acknowledged;

    Journeys(int articles) {
        acknowledged = new AtomicLongArray(articles);
    }

    /** The ticker that only this article names. */
    static String ticker(int number) {
        return "%s%07d".formatted(MARK, number);
    }

    /** @return -1 when it is not such a ticker */
    static int number(String ticker) {
        return TICKER.matcher(ticker).matches() ? Integer.parseInt(ticker.substring(MARK.length())) : -1;
    }

    void acknowledge(int number) {
        acknowledged.set(number, System.nanoTime());
    }

    /** Adds how long the article took to one who has just heard of it. */
    void heard(int number, Latencies latencies) {
        if (number >= 0 && number < acknowledged.length()) {
            long since = acknowledged.get(number);
            latencies.add(since == 0 ? 0 : System.nanoTime() - since);
        }
    }
}
