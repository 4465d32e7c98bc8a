package caravan.kafka;

import caravan.deadletter.DeadLetters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;

/**
 * Puts a split batch together again from what became of each record, without those that are dead letters by now.
 *
 * <p>A record that failed and could not even be set aside fails the batch, which is then read again: with a strategy in
 * place, a splitter would otherwise lose it without a word. Not to be used with {@code stopOnException}, which takes a
 * record that was set aside for a failure too and drops those behind it. Stateless.
 */
public final class Survivors implements AggregationStrategy {

    private final Function<Exchange, Object> part;
    private final Function<Exchange, List<Object>> beginning;

    private Survivors(Function<Exchange, Object> part, Function<Exchange, List<Object>> beginning) {
        this.part = part;
        this.beginning = beginning;
    }

    /** A list of the records' bodies; a body that is itself a collection gives its elements. */
    public static Survivors bodies() {
        return new Survivors(record -> record.getMessage().getBody(), batch -> List.of());
    }

    /** A list of the records' messages, so that each keeps its own key. */
    public static Survivors messages() {
        return new Survivors(Exchange::getMessage, batch -> List.of());
    }

    /** As {@link #bodies}, behind what the batch's body holds already. */
    public static Survivors moreBodies() {
        return new Survivors(record -> record.getMessage().getBody(), Survivors::parts);
    }

    /** As {@link #messages}, behind what the batch's body holds already. */
    public static Survivors moreMessages() {
        return new Survivors(Exchange::getMessage, Survivors::parts);
    }

    @Override
    public Exchange aggregate(Exchange so, Exchange record) {
        throw new UnsupportedOperationException("A splitter says what it splits");
    }

    @Override
    public Exchange aggregate(Exchange so, Exchange record, Exchange whole) {
        Exchange batch = so == null ? begin(whole) : so;
        if (record.getException() != null) {
            batch.setException(record.getException());
        } else if (record.getProperty(DeadLetters.SET_ASIDE) == null) {
            add(parts(batch), part.apply(record));
        }
        return batch;
    }

    private Exchange begin(Exchange whole) {
        Exchange batch = new DefaultExchange(whole.getContext());
        batch.getMessage().setBody(new ArrayList<>(beginning.apply(whole)));
        return batch;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> parts(Exchange batch) {
        return batch.getMessage().getBody(List.class);
    }

    private static void add(List<Object> parts, Object part) {
        if (part instanceof Collection<?> several) {
            parts.addAll(several);
        } else {
            parts.add(part);
        }
    }
}
