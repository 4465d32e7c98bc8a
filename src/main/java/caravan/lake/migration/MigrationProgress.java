package caravan.lake.migration;

import java.time.LocalDate;

/** Is told how far a migration is, by any of its threads. */
public interface MigrationProgress {

    /** Wants to know nothing. */
    MigrationProgress NONE = new MigrationProgress() {};

    /** What a migration does one after the other. */
    enum Phase {
        /** Reads and maps; counts rows. */
        READ("read"),
        /** Sorts by day; counts days. */
        SORT("sort"),
        /** Puts the days into the lake; counts days. */
        PLACE("place"),
        /** Publishes them; counts days. */
        PUBLISH("publish"),
        /** Reads them back and compares; counts rows. */
        VERIFY("verify"),
        /** Takes them back; counts days. */
        TAKE_BACK("take back");

        private final String word;

        Phase(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** @param total of what the phase counts */
    default void begun(String run, Phase phase, long total) {}

    default void advanced(Phase phase, long count) {}

    /** A day can be read as it will be. */
    default void placed(LocalDate day) {}

    default void ended(Phase phase) {}
}
