package caravan.deadletter;

import caravan.UnavailableException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kafka.KafkaConstants;

/** Hands dead letters to the routes that take them back, and what was decided to their topic. Thread-safe. */
public final class DeadLetterSender implements CamelContextAware, AutoCloseable {

    private final DeadLetterBodies bodies;
    private final BiFunction<String, byte[], Optional<String>> whyNotPosted;
    private CamelContext context;
    private ProducerTemplate routes;

    /** @param whyNotPosted why a webhook, by name, would not be sent an alert; empty when it would */
    public DeadLetterSender(DeadLetterBodies bodies, BiFunction<String, byte[], Optional<String>> whyNotPosted) {
        this.bodies = bodies;
        this.whyNotPosted = whyNotPosted;
    }

    /**
     * @param to where it went
     * @param hasFailedAgain whether it is a new dead letter by now; a topic's legs may make one of it later
     */
    record Sent(String to, boolean hasFailedAgain) {}

    @Override
    public void setCamelContext(CamelContext camelContext) {
        context = camelContext;
        routes = camelContext.createProducerTemplate();
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /**
     * Sends it back to where it failed; on return it is durable there.
     *
     * @throws DeadLetterConflictException when it cannot be replayed
     * @throws caravan.UnprocessableException when its body is not what it should be
     * @throws UnavailableException when what should take it is away
     */
    Sent replay(DeadLetter letter) {
        DeadLetterBodies.Kept kept = bodies.kept(letter);
        DeadLetterParcel parcel = DeadLetterParcel.of(letter, kept.record(), kept.body(), bodies.origin(letter));
        Optional.ofNullable((String) parcel.properties().get(DeadLetters.WEBHOOK))
                .flatMap(webhook -> whyNotPosted.apply(webhook, parcel.body()))
                .ifPresent(why -> {
                    throw new DeadLetterConflictException("%s is not posted: %s".formatted(letter.id(), why));
                });
        Exchange sent = send(parcel);
        if (sent.getProperty(Exchange.DUPLICATE_MESSAGE, false, Boolean.class)) {
            throw new DeadLetterConflictException(
                    "The article of %s is being worked on; try again when that is over".formatted(letter.id()));
        }
        return new Sent(parcel.to(), sent.getProperty(DeadLetters.SET_ASIDE) != null);
    }

    /** Puts what was decided onto the topic, behind the dead letter; on return it is durable. */
    void note(DeadLetterId id, DeadLetterState state, DeadLetter.Decision decision) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(KafkaConstants.PARTITION_KEY, id.partition());
        headers.put(KafkaConstants.KEY, id.toString());
        headers.put(DeadLetterHeaders.OUTCOME, state.word());
        headers.put(DeadLetterHeaders.OUTCOME_OF, id.toString());
        headers.put(DeadLetterHeaders.OUTCOME_BY, decision.by());
        headers.put(DeadLetterHeaders.TIME, decision.at().toString());
        decision.to().ifPresent(to -> headers.put(DeadLetterHeaders.OUTCOME_TO, to));
        send(new DeadLetterParcel("direct:dead-letter-decided", "", new byte[0], headers, Map.of()));
    }

    private Exchange send(DeadLetterParcel parcel) {
        Exchange sent = routes.request(parcel.address(), exchange -> {
            parcel.properties().forEach(exchange::setProperty);
            parcel.headers().forEach(exchange.getMessage()::setHeader);
            exchange.getMessage().setBody(parcel.body());
        });
        if (sent.getException() instanceof RuntimeException failure) {
            throw failure;
        }
        if (sent.getException() != null) {
            throw new UnavailableException(
                    "%s did not take it: %s"
                            .formatted(parcel.address(), sent.getException().getMessage()),
                    sent.getException());
        }
        return sent;
    }

    @Override
    public void close() {
        if (routes != null) {
            routes.stop();
        }
    }
}
