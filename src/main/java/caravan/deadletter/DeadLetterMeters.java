package caravan.deadletter;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.Message;

/** Counts what is set aside, by leg and cause. Thread-safe. */
public final class DeadLetterMeters {

    private final MeterRegistry meters;

    public DeadLetterMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @param letter as it goes to the topic */
    public void count(Message letter) {
        if (letter.getHeader(DeadLetterHeaders.OUTCOME) == null) {
            meters.counter(
                            "caravan.dead.letters",
                            "leg",
                            DeadLetterLeg.of(letter.getHeader(DeadLetterHeaders.ROUTE, "", String.class)),
                            "cause",
                            DeadLetter.Cause.wordOf(letter.getHeader(DeadLetterHeaders.ERROR_CLASS, "", String.class)))
                    .increment();
        }
    }
}
