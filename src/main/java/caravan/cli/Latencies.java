package caravan.cli;

import java.util.Arrays;
import java.util.Locale;

/** What was measured of one kind, kept whole. Thread-safe. */
final class Latencies {

    private static final double MILLION = 1e6;

    private long[] nanos = new long[1 << 12];
    private int count;

    /** Adds one; what came before it was expected counts as at once. */
    synchronized void add(long nanoseconds) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = Math.max(0, nanoseconds);
    }

    synchronized int count() {
        return count;
    }

    /**
     * In milliseconds, by nearest rank.
     *
     * @param share 0 to 1
     * @return not a number when nothing was measured
     */
    synchronized double quantile(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * count) - 1)] / MILLION;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %,8.1f ms, p99 %,8.1f ms, max %,8.1f ms of %,d",
                quantile(0.5),
                quantile(0.99),
                quantile(1),
                count());
    }
}
