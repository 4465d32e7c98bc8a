package caravan.lake.migration;

/** A migration as JMX shows it. */
public interface MigrationMXBean {

    String getRun();

    /** What it does now, in a word. */
    String getPhase();

    /** When this process began with it, in ISO-8601. */
    String getStarted();

    /** How much of the phase is done: rows or days. */
    long getDone();

    /** How much the phase has to do; 0 when that is not known. */
    long getTotal();

    long getRowsRead();

    /** Rows read in a second, on average while they are or were read. */
    double getRowsReadPerSecond();

    long getDaysSorted();

    long getDaysPlaced();

    long getDaysPublished();

    long getRowsVerified();
}
