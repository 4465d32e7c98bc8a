package caravan.console;

/** What somebody may do who was let in. */
public enum Role {
    /** Read the API, the page, metrics and health. */
    READ,
    /** Everything. */
    WRITE
}
