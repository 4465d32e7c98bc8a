package caravan.api;

import caravan.config.Settings;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Lets each client send so many requests a second and no more; refuses what is beyond with 429 and {@code Retry-After}.
 *
 * <p>Only so many clients are remembered: one that was silent for a while has its whole share again, and so has one that
 * fell out among too many others. Thread-safe.
 */
public final class RequestRates implements Handler<RoutingContext> {

    private static final int REMEMBERED = 10_000;
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final int perSecond;
    private final Cache<String, Bucket> clients = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterAccess(SILENCE)
            .build();

    /** @param perSecond requests, and as many at once */
    public RequestRates(int perSecond) {
        this.perSecond = perSecond;
    }

    /** By {@code http.client.requests-per-second}. */
    public static RequestRates of(Settings settings) {
        return new RequestRates(settings.integer("http.client.requests-per-second", 1, Integer.MAX_VALUE));
    }

    @Override
    public void handle(RoutingContext request) {
        ConsumptionProbe probe =
                clients.get(ClientName.of(request), client -> newBucket()).tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            request.next();
        } else {
            Problems.of(new TooManyRequestsException(
                            "A client may send %d requests a second".formatted(perSecond),
                            Duration.ofNanos(probe.getNanosToWaitForRefill())))
                    .answer(request);
        }
    }

    private Bucket newBucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }
}
