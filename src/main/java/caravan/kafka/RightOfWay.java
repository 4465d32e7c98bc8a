package caravan.kafka;

import caravan.article.Priority;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;

/**
 * Lets the high lane pass: the lanes share nothing but the processor, and while articles of the high lane are late there,
 * each batch of the standard lane waits for a while before it begins. The wait doubles while they are late, and shrinks
 * by a tenth with each batch of the high lane that is not, so that it settles where both lanes move; without articles in
 * the high lane there is none. (Additive or multiplicative, such a control is what TCP does against congestion: Jacobson,
 * Congestion Avoidance and Control, 1988.) Thread-safe.
 */
public final class RightOfWay {

    /** The longest wait that may be asked for: Kafka gives a consumer up that is silent for much longer. */
    public static final Duration LONGEST = Duration.ofMinutes(1);

    private static final double FIRST_MS = 10;
    private static final double EASE = 0.9;
    /** So long after its last batch nobody waits for the high lane any more. */
    private static final long SILENCE_MS = 1_000;
    /** No wait is doubled before its last doubling can have worked. */
    private static final long EFFECT_MS = 50;

    private final long lateMs;
    private final long longestMs;
    private final Clock clock;

    private double waitMs;
    private long heard;
    private long doubled;

    /**
     * @param late how long after it was written to its topic an article of the high lane is late
     * @param longest wait for a batch; zero: the standard lane never waits
     */
    public RightOfWay(Duration late, Duration longest, Clock clock) {
        this.lateMs = late.toMillis();
        this.longestMs = longest.toMillis();
        this.clock = clock;
    }

    /**
     * To be called by a leg with each batch that it begins: one of the standard lane waits here.
     *
     * @throws InterruptedException when the process stops meanwhile
     */
    public void give(Priority lane) throws InterruptedException {
        if (lane == Priority.STANDARD) {
            TimeUnit.MILLISECONDS.sleep(waitMs());
        }
    }

    /**
     * As {@link #give}, for the leg by which it is seen whether the high lane is late: one that waits for nothing but the
     * processor and Redis. That of the models would be late because of a slow model, which is no fault of the other lane.
     */
    public void pass(@Body List<Exchange> batch, Priority lane) throws InterruptedException {
        give(lane);
        if (lane == Priority.HIGH) {
            look(batch);
        }
    }

    /** How long a batch of the standard lane waits now, in milliseconds. */
    public synchronized long waitMs() {
        return clock.millis() - heard > SILENCE_MS ? 0 : Math.round(waitMs);
    }

    private synchronized void look(List<Exchange> batch) {
        long now = clock.millis();
        if (now - heard > SILENCE_MS) {
            waitMs = 0;
        }
        heard = now;
        if (now - oldest(batch, now) <= lateMs) {
            waitMs = waitMs * EASE < 1 ? 0 : waitMs * EASE;
        } else if (now - doubled > EFFECT_MS) {
            doubled = now;
            waitMs = Math.min((double) longestMs, Math.max(FIRST_MS, 2 * waitMs));
        }
    }

    private static long oldest(List<Exchange> batch, long now) {
        return batch.stream()
                .mapToLong(record -> record.getMessage().getHeader(KafkaConstants.TIMESTAMP, now, Long.class))
                .min()
                .orElse(now);
    }
}
