package caravan.sentiment.router;

import java.util.Map;

/** A model as JMX shows it. */
public interface ModelMXBean {

    String getVersion();

    /** The circuit breaker's: {@code CLOSED} while the model is asked, {@code OPEN} while it is away. */
    String getBreaker();

    /** What went wrong when something last did; empty when nothing has. */
    String getLastFailure();

    /** How long its last answer took, in milliseconds; -1 before the first. */
    long getLastLatencyMillis();

    /** How long it may take, in milliseconds. */
    long getDeadlineMillis();

    /** What a chat model has taken since the start: requests, tokens, money. */
    Map<String, Double> getUsed();
}
