package routes;

import caravan.article.ArticleJson;
import caravan.deadletter.DeadLetters;
import caravan.kafka.Batch;
import caravan.kafka.BatchReader;
import caravan.kafka.Survivors;
import caravan.metrics.LegMeters;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.redis.RedisConstants;

/** Counts each analysed article in the live scores, each lane for itself. */
public class LiveRoutes extends RouteBuilder {

    @Override
    public void configure() {
        for (Lane lane : Lane.values()) {
            from(lane.analysed() + lane.soonAs("live") + "&{{live.batch}}")
                    .routeId(lane.of("live"))
                    .description("Counts a batch in Redis, one atomic script per ticker")
                    .routeConfigurationId(ErrorHandling.BATCH)
                    .setProperty(Batch.PROPERTY, body())
                    .bean("rightOfWay", "pass(${body}, '%s')".formatted(lane.priority()))
                    .bean("analysedArticles", "contents")
                    .split(exchangeProperty(BatchReader.LEFT), Survivors.moreBodies())
                        .to("direct:" + lane.of("live-read"))
                    .end()
                    .setProperty(LegMeters.ARRIVING, body())
                    .bean("liveScores", "count")
                    .to("direct:tickers")
                    .bean("batch", "commit")
                    .bean("legMeters", "done");

            from("direct:" + lane.of("live-read"))
                    .routeId(lane.of("live-read"))
                    .description("Reads one analysed article that was left of its batch")
                    .routeConfigurationId(ErrorHandling.ARTICLE)
                    .setProperty(DeadLetters.ORIGINAL, body())
                    .setProperty(DeadLetters.ARTICLE, header(KafkaConstants.KEY))
                    .bean(ArticleJson.class, "readAnalysed");
        }

        from("direct:tickers")
                .routeId("tickers")
                .description("Tells those who listen which tickers have changed, as a JSON array")
                .routeConfigurationId(ErrorHandling.LAST_RESORT)
                .filter(simple("${body.size} > 0"))
                    .marshal().json()
                    .setHeader(RedisConstants.CHANNEL, constant("sentiment:updates"))
                    .setHeader(RedisConstants.MESSAGE, bodyAs(String.class))
                    .to("spring-redis:live?command=PUBLISH")
                .end();

        from("quartz:live/prune?cron={{live.prune.cron}}&trigger.misfireInstruction=2&stateful=true")
                .routeId("live-prune")
                .description("Takes tickers whose score has expired out of the sets")
                .routeConfigurationId(ErrorHandling.SCHEDULE)
                .bean("knownTickers", "prune");

        from("quartz:live/measure?cron={{live.measure.cron}}&trigger.misfireInstruction=2&stateful=true")
                .routeId("live-measure")
                .description("Measures how many tickers Redis has and how much memory")
                .routeConfigurationId(ErrorHandling.SCHEDULE)
                .bean("liveMeters", "measure");
    }
}
