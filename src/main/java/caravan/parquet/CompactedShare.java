package caravan.parquet;

import java.util.Locale;
import java.util.Map;

/**
 * What will be left of the bytes of a file once its day is compacted, as part of them: the budget for writing counts in
 * bytes of the end. An estimate that footers hand on from file to file.
 */
final class CompactedShare {

    /** Of what was compressed fast: about what level 6 leaves of texts that level 1 compressed. */
    static final double OF_FAST = 0.75;

    /** Of what was compressed as well as a compacted day is, which gains by its order and its larger pages alone. */
    static final double OF_SMALL = 0.95;

    private static final String KEY = "caravan.compacted-share";

    private CompactedShare() {}

    static Map<String, String> footer(double share) {
        return Map.of(KEY, String.format(Locale.ROOT, "%.3f", share));
    }

    static double fromFooter(Map<String, String> footer) {
        return Double.parseDouble(footer.getOrDefault(KEY, Double.toString(OF_FAST)));
    }
}
