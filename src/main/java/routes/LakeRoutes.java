package routes;

import caravan.article.ArticleJson;
import caravan.deadletter.DeadLetters;
import caravan.kafka.Batch;
import caravan.kafka.BatchReader;
import caravan.kafka.Survivors;
import caravan.lake.SentimentRows;
import caravan.metrics.LegMeters;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;

/** Keeps every analysed article for good: one row per ticker and model in the lake, each lane for itself. */
public class LakeRoutes extends RouteBuilder {

    @Override
    public void configure() {
        for (Lane lane : Lane.values()) {
            from(lane.analysed() + lane.as("lake") + "&{{lake.batch}}")
                    .routeId(lane.of("lake"))
                    .description("Appends a batch to the lake; committed when it is on disk")
                    .routeConfigurationId(ErrorHandling.BATCH)
                    .setProperty(Batch.PROPERTY, body())
                    .bean("lakeRows", "messages")
                    .split(exchangeProperty(BatchReader.LEFT), Survivors.moreMessages())
                        .to("direct:" + lane.of("lake-rows"))
                    .end()
                    .setProperty(LegMeters.ARRIVING, body())
                    .split(method("dayBatches", "days")).stopOnException()
                        .to("{{lake.table}}")
                    .end()
                    .bean("batch", "commit")
                    .bean("legMeters", "done");

            from("direct:" + lane.of("lake-rows"))
                    .routeId(lane.of("lake-rows"))
                    .description("Makes the rows of one analysed article that was left of its batch")
                    .routeConfigurationId(ErrorHandling.ARTICLE)
                    .setProperty(DeadLetters.ORIGINAL, body())
                    .setProperty(DeadLetters.ARTICLE, header(KafkaConstants.KEY))
                    .bean(ArticleJson.class, "readAnalysed")
                    .bean(SentimentRows.class, "of");
        }

        from("quartz-lake:lake/publish?cron={{lake.publish.cron}}&trigger.misfireInstruction=2&stateful=true")
                .routeId("lake-publish")
                .description("Publishes the days that have grown enough or waited long enough")
                .routeConfigurationId(ErrorHandling.LAST_RESORT)
                .bean("lakePublisher", "publishDue")
                .bean("publishedDays", "published");

        from("quartz-lake:lake/compact?cron={{lake.compact.cron}}&trigger.misfireInstruction=2&stateful=true")
                .routeId("lake-compact")
                .description("Sorts the days that are over")
                .routeConfigurationId(ErrorHandling.LAST_RESORT)
                .bean("lakePublisher", "compactDue")
                .bean("publishedDays", "published");

        from("quartz-lake:lake/drift?cron={{lake.drift.cron}}&trigger.misfireInstruction=2&stateful=true")
                .routeId("model-drift")
                .description("Measures how far each model's labels have moved from last week's")
                .routeConfigurationId(ErrorHandling.SCHEDULE)
                .bean("modelDrift", "measure");
    }
}
