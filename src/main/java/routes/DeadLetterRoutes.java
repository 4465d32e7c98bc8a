package routes;

import caravan.deadletter.DeadLetterHeaders;
import caravan.deadletter.DeadLetters;
import caravan.kafka.Batch;
import caravan.source.FeedItemJson;
import org.apache.camel.builder.RouteBuilder;

/**
 * Sets aside what no leg can carry, with its cause and its bytes, keeps a table of it that one can search, and takes it
 * back to where it failed when somebody asks for it.
 */
public class DeadLetterRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:dead-letter")
                .routeId("dead-letter")
                .description("Keeps what failed, with its bytes and its cause, on the topic of dead letters")
                .routeConfigurationId(ErrorHandling.LAST_RESORT)
                .bean("deadLetters", "describe")
                .bean("deadLetterMeters", "count")
                .to("kafka:{{topic.dead-letters}}")
                .setProperty(DeadLetters.SET_ASIDE, constant(true))
                .filter(exchangeProperty(DeadLetters.SOURCE).isNotNull())
                    .bean("seenItems", "finish");

        from("kafka:{{topic.dead-letters}}?groupId=dead-letters&groupInstanceId={{caravan.node}}-dead-letters")
                .routeId("dead-letters-index")
                .description("Lists the dead letters in PostgreSQL, and what was decided of them")
                .routeConfigurationId(ErrorHandling.BATCH)
                .setProperty(Batch.PROPERTY, body())
                .split(method("batch", "records"))
                    .choice()
                        .when(header(DeadLetterHeaders.OUTCOME).isNotNull())
                            .transform().method("deadLetterRow", "decision")
                            .to("sql:classpath:sql/dead-letters/decide.sql")
                        .otherwise()
                            .transform().method("deadLetterRow", "letter")
                            .to("sql:classpath:sql/dead-letters/insert.sql")
                    .end()
                .end()
                .bean("batch", "commit")
                .bean("legMeters", "carried");

        from("quartz:dead-letters/fill?trigger.repeatInterval=3600000&trigger.repeatCount=-1&stateful=true")
                .routeId("dead-letters-fill")
                .description("Lists the dead letters anew where PostgreSQL has lost its table")
                .routeConfigurationId(ErrorHandling.SCHEDULE)
                .bean("deadLetterRebuild", "fillWhereEmpty");

        from("direct:dead-letter-to-topic")
                .routeId("dead-letter-to-topic")
                .description("Puts a dead letter back onto the topic it came from, which its header names")
                .routeConfigurationId(ErrorHandling.LAST_RESORT)
                .to("kafka:{{topic.dead-letters}}");

        from("direct:dead-letter-to-enrich")
                .routeId("dead-letter-to-enrich")
                .description("Sends the item of a feed that became a dead letter on its way once more")
                .routeConfigurationId(ErrorHandling.LAST_RESORT)
                .bean(FeedItemJson.class, "read")
                .bean("seenItems", "reopen(${body.articleId})")
                .to("direct:enrich");

        from("direct:dead-letter-to-webhook")
                .routeId("webhook-again")
                .description("Posts an alert that became a dead letter to its webhook, once")
                .routeConfigurationId(ErrorHandling.SECOND_DELIVERY)
                .bean("webhookSender", "post(${exchangeProperty.webhook}, ${body})");

        from("direct:dead-letter-decided")
                .routeId("dead-letter-decided")
                .description("Keeps on the topic of dead letters that one of them was replayed or discarded")
                .routeConfigurationId(ErrorHandling.LAST_RESORT)
                .to("kafka:{{topic.dead-letters}}");
    }
}
