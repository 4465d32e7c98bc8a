package caravan.deadletter;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Counts how often an article is tried; Camel's own count is gone by the time a dead letter is made. Stateless. */
public final class Attempts implements Processor {

    /** The exchange property with the number of tries; absent when there was only one. */
    public static final String PROPERTY = "attempts";

    /** Called before each further try. */
    @Override
    public void process(Exchange exchange) {
        exchange.setProperty(
                PROPERTY, 1 + exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class));
    }
}
