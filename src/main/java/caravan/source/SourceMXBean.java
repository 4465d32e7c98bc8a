package caravan.source;

/** A source as JMX shows it. Times are ISO-8601 in UTC, empty where there is none. */
public interface SourceMXBean {

    /** Without what is secret in it. */
    String getUrl();

    String getCron();

    /** The time zone the schedule is meant in. */
    String getZone();

    /** Whether its route is started. */
    boolean isStarted();

    /** When it is asked next, as far as its schedule and its state tell; empty while its route is stopped. */
    String getNextDue();

    String getLastPolled();

    String getLastSucceeded();

    /** What the last poll failed with; empty when it did not. */
    String getLastError();

    int getConsecutiveFailures();

    /** Whether it is polled, parked after too many failures, or gone: see {@link Standing}. */
    String getStanding();

    /** When the site wants to be asked again. */
    String getNotBefore();

    long getPolls();

    long getItems();

    /** The validator of the last feed that was read to its end. */
    String getETag();

    /** The other one. */
    String getLastModified();

    /** Begins a poll now. */
    void pollNow();

    /** Polls it by another Quartz schedule from now on, over restarts and in all processes. */
    void changeCron(String cron);

    /** Polls it by the schedule it is declared with again. */
    void resetCron();
}
