package routes;

import caravan.deadletter.DeadLetters;
import caravan.source.FeedItemJson;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

/** Makes an article of a feed's item: its whole text, the companies it is about, its weight. */
public class EnrichRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:enrich")
                .routeId("enrich")
                .description("Drops what was seen before, fetches the whole text, finds the tickers, ends copies of other articles")
                .routeConfigurationId(ErrorHandling.ARTICLE)
                .setProperty(DeadLetters.ARTICLE, simple("${body.articleId}", String.class))
                .setProperty(DeadLetters.ORIGINAL).method(FeedItemJson.class, "write")
                .bean("legMeters", "met(${body.source}, 'scrape', 'seen')")
                // Eager: an article that two feeds bring at once is claimed by one of them. The claim becomes final when
                // the article is safe in Kafka, is given up when it failed, and runs out when this process dies. One
                // that becomes a dead letter is finished there, which giving it up afterwards does not change.
                .idempotentConsumer(simple("${body.articleId}", String.class))
                    .idempotentRepository("seenItems")
                    .eager(true)
                    .bean("enrichment", "sight")
                    .bean("enrichment", "read")
                    .bean("enrichment", "tag")
                    .setProperty("isAboutNobody").method("enrichment", "isAboutNobody")
                    .filter(exchangeProperty("isAboutNobody").isEqualTo(false))
                        .setProperty("duplicateOf").method("copies", "firstOf")
                    .end()
                    .choice()
                        .when(exchangeProperty("isAboutNobody").isEqualTo(true))
                            .bean("legMeters", "met(${body.source}, 'enrich', 'no-ticker')")
                        .when(exchangeProperty("duplicateOf").isNotNull())
                            .log(LoggingLevel.INFO, "${body.articleId} from ${body.source} is a copy of ${exchangeProperty.duplicateOf}")
                            .bean("legMeters", "met(${body.source}, 'enrich', 'duplicate')")
                        // Should it have taken so long that another has taken it over, it is left to that one.
                        .when(method("seenItems", "hold"))
                            .bean("legMeters", "met(${body.source}, 'enrich', 'done')")
                            .to("direct:prioritise");

        from("quartz:enrich/expire?cron={{dedupe.expire.cron}}&trigger.misfireInstruction=2&stateful=true")
                .routeId("dedupe-expire")
                .description("Forgets the texts that are no longer compared with new ones")
                .routeConfigurationId(ErrorHandling.SCHEDULE)
                .bean("copies", "expire");
    }
}
