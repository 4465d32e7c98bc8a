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

    private Survivors(Function<Exchange, Object> part) {
        this.part = part;
    }

    /** A list of the records' bodies; a body that is itself a collection gives its elements. */
    public static Survivors bodies() {
        return new Survivors(record -> record.getMessage().getBody());
    }

    /** A list of the records' messages, so that each keeps its own key. */
    public static Survivors messages() {
        return new Survivors(Exchange::getMessage);
    }

    @Override
    public Exchange aggregate(Exchange so, Exchange record) {
        Exchange batch = so == null ? emptyBatch(record) : so;
        if (record.getException() != null) {
            batch.setException(record.getException());
        } else if (record.getProperty(DeadLetters.SET_ASIDE) == null) {
            add(parts(batch), part.apply(record));
        }
        return batch;
    }

    private static Exchange emptyBatch(Exchange record) {
        Exchange batch = new DefaultExchange(record.getContext());
        batch.getMessage().setBody(new ArrayList<>());
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
