package caravan.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Which sources are named in metrics: those that are declared, and of these no more than a number, since each has series
 * of its own in every metric by source. The first that come have the places. Thread-safe.
 */
public final class SourceLabels {

    /** Stands for the sources that have no label of their own. */
    public static final String OTHER = "other";

    private final Predicate<String> isDeclared;
    private final int most;
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    /**
     * @param isDeclared tells a source from a name that somebody gave to an article he handed in
     * @param most how many are named
     */
    public SourceLabels(Predicate<String> isDeclared, int most) {
        this.isDeclared = isDeclared;
        this.most = most;
    }

    /** The source's own name, or {@value #OTHER}. */
    public String of(String source) {
        if (named.contains(source)) {
            return source;
        }
        return isDeclared.test(source) && take(source) ? source : OTHER;
    }

    private synchronized boolean take(String source) {
        return named.contains(source) || (named.size() < most && named.add(source));
    }
}
