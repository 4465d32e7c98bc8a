package caravan.live.feed;

import caravan.article.Priority;

/** What the feed is made of. Each has a history and readers of its own, so that a flood in one leaves the others as they are. */
public enum Channel {
    /** Articles of the high lane. */
    HIGH("article"),
    /** Alerts. */
    ALERTS("alert"),
    /** Tickers whose score has changed; the present score says it all, so that these need no resuming. */
    SCORES("score"),
    /** Articles of the standard lane; last, since they are sent when nothing else waits. */
    STANDARD("article");

    private final String event;

    Channel(String event) {
        this.event = event;
    }

    /** The name of its server-sent events. */
    public String event() {
        return event;
    }

    public static Channel of(Priority priority) {
        return priority == Priority.HIGH ? HIGH : STANDARD;
    }

    /** Whether its events have a place in a topic of Kafka, from which they can be resumed. */
    public boolean isResumable() {
        return this != SCORES;
    }
}
