package caravan;

import caravan.deadletter.DeadLetters;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.MDC;

/**
 * Lets the log say which article a step of a route was at, and which source, where the route knows: under the names of
 * their exchange properties. Stateless.
 */
final class ArticleInLog implements InterceptStrategy {

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                String article = MDC.get(DeadLetters.ARTICLE);
                String source = MDC.get(DeadLetters.SOURCE);
                put(DeadLetters.ARTICLE, exchange.getProperty(DeadLetters.ARTICLE, String.class));
                put(DeadLetters.SOURCE, exchange.getProperty(DeadLetters.SOURCE, String.class));
                try {
                    return super.process(exchange, callback);
                } finally {
                    // A step may be inside another.
                    put(DeadLetters.ARTICLE, article);
                    put(DeadLetters.SOURCE, source);
                }
            }
        };
    }

    /** @param value null where the log is not to say it */
    private static void put(String key, String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
