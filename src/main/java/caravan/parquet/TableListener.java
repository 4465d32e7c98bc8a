package caravan.parquet;

import java.time.Duration;

/** Is told what was done with a table. Called by those who do it, so it must neither wait nor fail. */
interface TableListener extends AutoCloseable {

    /** Wants to know nothing. */
    TableListener NONE = new TableListener() {};

    default void appended(long rows, long bytes, Duration took) {}

    default void appendFailed() {}

    default void published(Publication publication) {}

    default void publishFailed() {}

    /** The table is no longer used. */
    @Override
    default void close() {}
}
