package routes;

import caravan.deadletter.DeadLetters;
import caravan.kafka.Batch;
import org.apache.camel.builder.RouteBuilder;

/** Sets aside what no leg can carry, with its cause and its bytes, and keeps a table of it that one can search. */
public class DeadLetterRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:dead-letter")
                .routeId("dead-letter")
                .description("Keeps what failed, with its bytes and its cause, on the topic of dead letters")
                .routeConfigurationId(ErrorHandling.LAST_RESORT)
                .to("micrometer:counter:caravan.dead.letters")
                .bean("deadLetters", "describe")
                .to("kafka:{{topic.dead-letters}}")
                .setProperty(DeadLetters.SET_ASIDE, constant(true))
                .filter(exchangeProperty(DeadLetters.SOURCE).isNotNull())
                    .bean("seenItems", "finish");

        from("kafka:{{topic.dead-letters}}?groupId=dead-letters&groupInstanceId={{caravan.node}}-dead-letters")
                .routeId("dead-letters-index")
                .description("Lists the dead letters in PostgreSQL")
                .routeConfigurationId(ErrorHandling.BATCH)
                .setProperty(Batch.PROPERTY, body())
                .split(method("batch", "records"))
                    .transform().method("deadLetterIndex", "row")
                    .to("sql:classpath:sql/dead-letters/insert.sql")
                .end()
                .bean("batch", "commit")
                .bean("legMeters", "carried");
    }
}
