package caravan.deadletter;

/** The headers of the records on the topic of dead letters; every value is a String in UTF-8. */
public final class DeadLetterHeaders {

    /** Where it came from, when it came from a topic. */
    public static final String TOPIC = "dlq.origin.topic";

    public static final String PARTITION = "dlq.origin.partition";
    public static final String OFFSET = "dlq.origin.offset";
    /** The source it came from, or {@code lake/DAY/ARTICLE}, when it did not come from a topic. */
    public static final String SOURCE = "dlq.origin.source";
    /** The article's id, when it is known. */
    public static final String ARTICLE = "dlq.article";
    /** The id of the route in which it failed. */
    public static final String ROUTE = "dlq.route";

    public static final String ERROR_CLASS = "dlq.error.class";
    public static final String ERROR_MESSAGE = "dlq.error.message";
    /** When it was given up, ISO-8601 in UTC. */
    public static final String TIME = "dlq.time";
    /** How often it was tried. */
    public static final String ATTEMPTS = "dlq.attempts";
    /** How long the body is, wherever it is kept. */
    public static final String BODY_BYTES = "dlq.body.bytes";
    /** The file that keeps the body, named by its SHA-256, when it is too large for a message. */
    public static final String BODY_FILE = "dlq.body.file";

    /** How often what failed had been replayed before; on what is replayed, and on the dead letter it becomes again. */
    public static final String REPLAYS = "dlq.replays";
    /** The dead letter that was replayed, {@code partition-offset}. */
    public static final String REPLAYED_FROM = "dlq.replayed-from";
    /** The leg that is meant, on a record that is replayed to a topic which several legs read. */
    public static final String REPLAYED_LEG = "dlq.replayed-leg";
    /** The webhook an alert did not reach. */
    public static final String WEBHOOK = "dlq.webhook";

    /**
     * What was decided of a dead letter: {@code replayed} or {@code discarded}; on a record without body, with {@link #TIME}.
     * Or {@code known}: a leg that a replay was not meant for failed with it again, and no new dead letter is needed.
     */
    public static final String OUTCOME = "dlq.outcome";
    /** The dead letter's id. */
    public static final String OUTCOME_OF = "dlq.outcome.of";
    /** Who decided. */
    public static final String OUTCOME_BY = "dlq.outcome.by";
    /** Where a replay went. */
    public static final String OUTCOME_TO = "dlq.outcome.to";

    private DeadLetterHeaders() {}
}
