package caravan.deadletter;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns an exchange that failed into a message for the topic of dead letters: the bytes it failed with as the body, and
 * beside them, as String headers, where they came from and what went wrong.
 *
 * <p>The header names are our own since camel-kafka drops those that begin with {@code Camel} or {@code kafka.}.
 * Thread-safe.
 */
public final class DeadLetters {

    /** The exchange property with the bytes that a leg was given, before it changed them. */
    public static final String ORIGINAL = "original";
    /** The exchange property with the name of the source, where the article did not come from a topic. */
    public static final String SOURCE = "source";
    /** The exchange property with the day of the lake that a stored article was read from. */
    public static final String LAKE_DAY = "lakeDay";
    /** The exchange property with the article's id, where it is known. */
    public static final String ARTICLE = "article";
    /** The exchange property with the name of the webhook that an alert is for. */
    public static final String WEBHOOK = "webhook";
    /** The exchange property that is set when the exchange has become a dead letter. */
    public static final String SET_ASIDE = "setAside";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final String KNOWN = "known";
    private static final int LONGEST_MESSAGE = 2_000;

    private final ClaimCheck claimCheck;
    private final UnaryOperator<String> withoutSecrets;
    private final Predicate<DeadLetterId> isKnown;
    private final Clock clock;

    /**
     * @param withoutSecrets takes out of an error what must not be shown
     * @param isKnown whether there is such a dead letter
     */
    public DeadLetters(
            ClaimCheck claimCheck, UnaryOperator<String> withoutSecrets, Predicate<DeadLetterId> isKnown, Clock clock) {
        this.claimCheck = claimCheck;
        this.withoutSecrets = withoutSecrets;
        this.isKnown = isKnown;
        this.clock = clock;
    }

    /** Makes the exchange's message the dead letter; its old headers go. */
    public void describe(Exchange exchange) {
        Message message = exchange.getMessage();
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String topic = message.getHeader(KafkaConstants.TOPIC, String.class);
        String partition = message.getHeader(KafkaConstants.PARTITION, String.class);
        String offset = message.getHeader(KafkaConstants.OFFSET, String.class);
        byte[] original = exchange.getProperty(ORIGINAL, byte[].class);
        String route = route(exchange);
        String replays = again(exchange, DeadLetterHeaders.REPLAYS);
        String replayedFrom = again(exchange, DeadLetterHeaders.REPLAYED_FROM);
        boolean isOfAnotherLeg = isOfAnotherLeg(message, route, replayedFrom);

        message.removeHeaders("*");
        set(message, DeadLetterHeaders.TOPIC, topic);
        set(message, DeadLetterHeaders.PARTITION, partition);
        set(message, DeadLetterHeaders.OFFSET, offset);
        set(message, DeadLetterHeaders.SOURCE, source(exchange));
        set(message, DeadLetterHeaders.ARTICLE, exchange.getProperty(ARTICLE, String.class));
        set(message, DeadLetterHeaders.ROUTE, route);
        set(
                message,
                DeadLetterHeaders.ERROR_CLASS,
                cause == null ? "" : cause.getClass().getName());
        set(message, DeadLetterHeaders.ERROR_MESSAGE, cause == null ? "" : sentence(cause));
        set(message, DeadLetterHeaders.TIME, clock.instant().toString());
        set(message, DeadLetterHeaders.ATTEMPTS, exchange.getProperty(Attempts.PROPERTY, "1", String.class));

        if (isOfAnotherLeg) {
            set(message, DeadLetterHeaders.OUTCOME, KNOWN);
            set(message, DeadLetterHeaders.OUTCOME_OF, replayedFrom);
            message.setBody(new byte[0]);
            return;
        }
        set(message, DeadLetterHeaders.REPLAYS, replays);
        set(message, DeadLetterHeaders.REPLAYED_FROM, replayedFrom);
        set(message, DeadLetterHeaders.WEBHOOK, exchange.getProperty(WEBHOOK, String.class));

        byte[] body = original == null ? new byte[0] : original;
        set(message, DeadLetterHeaders.BODY_BYTES, Integer.toString(body.length));
        if (claimCheck.isTooLarge(body)) {
            set(message, DeadLetterHeaders.BODY_FILE, claimCheck.store(body));
            message.setBody(new byte[0]);
        } else {
            message.setBody(body);
        }
    }

    /** As the record brought it that was replayed, or the exchange where there is none. */
    private static String again(Exchange exchange, String name) {
        String brought = exchange.getMessage().getHeader(name, String.class);
        return brought == null ? exchange.getProperty(name, String.class) : brought;
    }

    /**
     * Whether a record was replayed for another leg than the one that has failed with it now. Several legs read a topic;
     * this one had the record when it came first, and has carried it or set it aside then. Should it look so and not be
     * known, a dead letter too many is better than none.
     */
    private boolean isOfAnotherLeg(Message message, String route, String replayedFrom) {
        String meant = message.getHeader(DeadLetterHeaders.REPLAYED_LEG, String.class);
        return meant != null
                && !meant.equals(DeadLetterLeg.of(route))
                && DeadLetterId.parse(replayedFrom).filter(this::known).isPresent();
    }

    private boolean known(DeadLetterId id) {
        try {
            return isKnown.test(id);
        } catch (RuntimeException e) {
            LOG.warn("The table of dead letters does not say whether {} is there: {}", id, e.getMessage());
            return false;
        }
    }

    private static String source(Exchange exchange) {
        String day = exchange.getProperty(LAKE_DAY, String.class);
        return day == null
                ? exchange.getProperty(SOURCE, String.class)
                : "lake/%s/%s".formatted(day, exchange.getProperty(ARTICLE, "", String.class));
    }

    private static String route(Exchange exchange) {
        String failed = exchange.getProperty(Exchange.FAILURE_ROUTE_ID, String.class);
        return failed != null ? failed : exchange.getFromRouteId();
    }

    /** What went wrong, with the causes that say more; without control characters, which no console shows well. */
    private String sentence(Throwable error) {
        StringBuilder sentence = new StringBuilder();
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String message = Optional.ofNullable(cause.getMessage())
                    .orElse(cause.getClass().getSimpleName());
            if (sentence.indexOf(message) < 0) {
                sentence.append(sentence.isEmpty() ? "" : ": ").append(message);
            }
        }
        String clean = withoutSecrets.apply(sentence.toString()).replaceAll("\\p{Cntrl}+", " ");
        return clean.length() <= LONGEST_MESSAGE ? clean : clean.substring(0, LONGEST_MESSAGE) + "…";
    }

    private static void set(Message message, String header, String value) {
        if (value != null) {
            message.setHeader(header, value);
        }
    }
}
