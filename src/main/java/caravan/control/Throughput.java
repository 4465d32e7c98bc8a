package caravan.control;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** How many articles a leg does, by the counter {@code caravan.articles}. Thread-safe. */
final class Throughput {

    /** A rate over less than this says more of the moment than of the leg. */
    private static final long SPAN_NANOS = 10_000_000_000L;

    private record Mark(long nanos, long done, double perSecond) {}

    private final MeterRegistry meters;
    private final LongSupplier nanos;
    private final long begun;
    private final Map<String, Mark> marks = new ConcurrentHashMap<>();

    /** @param nanos a clock such as {@link System#nanoTime()} */
    Throughput(MeterRegistry meters, LongSupplier nanos) {
        this.meters = meters;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /** Since the start. */
    long done(String leg) {
        return Search.in(meters).name("caravan.articles").tags("leg", leg, "outcome", "done").counters().stream()
                .mapToLong(counter -> (long) counter.count())
                .sum();
    }

    /** Between the last two times it was asked for that were ten seconds apart or more. */
    double perSecond(String leg) {
        long now = nanos.getAsLong();
        return marks.compute(leg, (name, before) -> {
                    Mark since = before == null ? new Mark(begun, 0, 0) : before;
                    long passed = now - since.nanos();
                    if (passed < SPAN_NANOS) {
                        return since;
                    }
                    long done = done(name);
                    return new Mark(now, done, (done - since.done()) * 1e9 / passed);
                })
                .perSecond();
    }
}
