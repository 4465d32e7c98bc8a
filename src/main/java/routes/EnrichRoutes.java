package routes;

import caravan.deadletter.DeadLetters;
import caravan.source.FeedItemJson;
import org.apache.camel.builder.RouteBuilder;

/** Makes an article of a feed's item: its whole text, the companies it is about, its weight. */
public class EnrichRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:enrich")
                .routeId("enrich")
                .description("Drops what was seen before, fetches the whole text, finds the tickers")
                .routeConfigurationId(ErrorHandling.ARTICLE)
                .setProperty(DeadLetters.ARTICLE, simple("${body.articleId}", String.class))
                .setProperty(DeadLetters.ORIGINAL).method(FeedItemJson.class, "write")
                .to("micrometer:counter:caravan.articles?tags.leg=scrape&tags.outcome=seen")
                // Not eager: an item counts as finished only when its article is safe in Kafka. One that becomes a
                // dead letter is finished there.
                .idempotentConsumer(simple("${body.articleId}", String.class))
                    .idempotentRepository("seenItems")
                    .eager(false)
                    .removeOnFailure(false)
                    .bean("enrichment", "sight")
                    .bean("enrichment", "read")
                    .bean("enrichment", "tag")
                    .choice()
                        .when(method("enrichment", "isAboutNobody"))
                            .to("micrometer:counter:caravan.articles?tags.leg=enrich&tags.outcome=no-ticker")
                        .otherwise()
                            .to("micrometer:counter:caravan.articles?tags.leg=enrich&tags.outcome=done")
                            .to("direct:prioritise");
    }
}
