package routes;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import caravan.source.RetryLaterException;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.kafka.common.KafkaException;
import org.springframework.dao.DataAccessException;

/** What every leg does with what it cannot carry: try again what may pass, set aside what never will. */
public class ErrorHandling extends RouteConfigurationBuilder {

    /** One article: what fails for good becomes a dead letter, and the articles behind it go on. */
    static final String ARTICLE = "article";
    /** One article from the lake: what fails for good becomes a dead letter, for anything else its batch waits. */
    static final String STORED_ARTICLE = "stored-article";
    /** A batch from Kafka: when its sink is away it waits, and is read again; it is never set aside. */
    static final String BATCH = "batch";
    /** One alert for one webhook: what fails for good, or for too long, becomes a dead letter. */
    static final String DELIVERY = "delivery";
    /** The same when somebody asks for it again: he is there to see that it fails, and can ask once more. */
    static final String SECOND_DELIVERY = "second-delivery";
    /** A poll of a source: what fails is noted in the source's state, and the next poll tries again. */
    static final String POLL = "poll";
    /** A request: what fails is the caller's answer. */
    static final String REQUEST = "request";
    /** What a schedule does over and over: a failure is told, and the next firing tries again. */
    static final String SCHEDULE = "schedule";
    /** Where there is nobody left to hand a failure to: whoever called is told. */
    static final String LAST_RESORT = "last-resort";

    @Override
    public void configuration() {
        routeConfiguration(ARTICLE)
                .errorHandler(deadLetterChannel("direct:dead-letter")
                        .deadLetterHandleNewException(false)
                        .maximumRedeliveries(0)
                        .logExhausted(false)
                        .logNewException(false))
                .onException(UnprocessableException.class)
                    .maximumRedeliveries(0)
                .end()
                .onException(UnavailableException.class)
                    .maximumRedeliveries("{{retry.attempts}}")
                    .redeliveryDelay("{{retry.delay-ms}}")
                    .useExponentialBackOff()
                    .backOffMultiplier(2)
                    .retryAttemptedLogLevel(LoggingLevel.DEBUG)
                    .onRedeliveryRef("attempts")
                .end()
                // Its page's host wants to be left alone for now: the article is met again by the next poll. Without
                // something to do here it would be a dead letter.
                .onException(RetryLaterException.class)
                    .maximumRedeliveries(0)
                    .logExhausted(false)
                    .handled(false)
                    .log(LoggingLevel.DEBUG, "${routeId} leaves an article to the next poll: ${exception.message}")
                .end()
                // Kafka or PostgreSQL is away: no fault of the article, which stays where it is.
                .onException(KafkaException.class, DataAccessException.class)
                    .handled(false)
                    .log(LoggingLevel.WARN, "${routeId} waits for its services: ${exception.message}");

        routeConfiguration(STORED_ARTICLE)
                .errorHandler(defaultErrorHandler().logExhausted(false))
                .onException(UnprocessableException.class)
                    .maximumRedeliveries(0)
                    .handled(true)
                    .to("direct:dead-letter");

        routeConfiguration(BATCH)
                .errorHandler(defaultErrorHandler().allowRedeliveryWhileStopping(false).logStackTrace(false))
                .onException(Exception.class)
                    .maximumRedeliveries(10)
                    .redeliveryDelay("{{retry.delay-ms}}")
                    .useExponentialBackOff()
                    .backOffMultiplier(2)
                    .maximumRedeliveryDelay("{{retry.max-delay-ms}}")
                    .retryAttemptedLogLevel(LoggingLevel.WARN)
                    .handled(false);

        routeConfiguration(DELIVERY)
                .errorHandler(deadLetterChannel("direct:dead-letter")
                        .deadLetterHandleNewException(false)
                        .maximumRedeliveries(0)
                        .logExhausted(false)
                        .logNewException(false))
                .onException(UnavailableException.class)
                    .maximumRedeliveries("{{alerts.webhook.attempts}}")
                    .redeliveryDelay("{{retry.delay-ms}}")
                    .useExponentialBackOff()
                    .backOffMultiplier(2)
                    .maximumRedeliveryDelay("{{retry.max-delay-ms}}")
                    .retryAttemptedLogLevel(LoggingLevel.WARN)
                    .onRedeliveryRef("attempts");

        routeConfiguration(SECOND_DELIVERY)
                .errorHandler(deadLetterChannel("direct:dead-letter")
                        .deadLetterHandleNewException(false)
                        .maximumRedeliveries(0)
                        .logExhausted(false)
                        .logNewException(false));

        routeConfiguration(POLL)
                .errorHandler(defaultErrorHandler().logStackTrace(false).logExhausted(false))
                .onException(Exception.class)
                    .handled(true)
                    .bean("polling", "failed")
                    .choice()
                        .when(body())
                            .to("micrometer:counter:caravan.polls?tags.outcome=failed")
                        .otherwise()
                            .to("micrometer:counter:caravan.polls?tags.outcome=put-off")
                    .end();

        routeConfiguration(REQUEST)
                .errorHandler(defaultErrorHandler().logExhausted(false))
                .onException(Exception.class)
                    .handled(true)
                    .bean("problems", "describe");

        routeConfiguration(SCHEDULE)
                .errorHandler(defaultErrorHandler().logStackTrace(false).logExhausted(false))
                .onException(Exception.class)
                    .handled(true)
                    .log(LoggingLevel.WARN, "${routeId} tries again at its next time: ${exception.message}");

        routeConfiguration(LAST_RESORT).errorHandler(noErrorHandler());
    }
}
