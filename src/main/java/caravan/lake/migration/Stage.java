package caravan.lake.migration;

/** How far a migration dares to go, in the order in which it is done. */
public enum Stage {
    /** Reads and maps everything, and writes nothing but a report. */
    DRY_RUN("dry run", "--dry-run"),
    /** Publishes a part of the rows. */
    SAMPLE("sample", "--sample 10%"),
    /** Brings all. */
    FULL("full", "");

    private final String word;
    private final String option;

    Stage(String word, String option) {
        this.word = word;
        this.option = option;
    }

    /** For reports. */
    public String word() {
        return word;
    }

    /** How the command line asks for it. */
    String option() {
        return option;
    }
}
