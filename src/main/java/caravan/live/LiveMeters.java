package caravan.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.data.redis.core.StringRedisTemplate;

/** How many tickers have a live score and what Redis takes, as it was when it was measured last. Thread-safe. */
public final class LiveMeters {

    private final LiveMemory memory;
    private final AtomicLong tickers = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    public LiveMeters(StringRedisTemplate redis, MeterRegistry meters) {
        this.memory = new LiveMemory(redis);
        Gauge.builder("caravan.live.tickers", tickers, AtomicLong::get)
                .description("Tickers that have a live score")
                .register(meters);
        Gauge.builder("caravan.redis.memory.bytes", bytes, AtomicLong::get)
                .description("What Redis has allocated, a cluster's nodes together")
                .register(meters);
    }

    /** @throws org.springframework.dao.DataAccessException when Redis does not answer; the old numbers stay */
    public void measure() {
        tickers.set(memory.tickers());
        bytes.set(memory.usedMemory());
    }
}
