package routes;

import caravan.article.ArticleJson;
import caravan.deadletter.DeadLetters;
import caravan.kafka.Batch;
import caravan.kafka.Survivors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.redis.RedisConstants;

/** Counts each analysed article in the live scores, each lane for itself. */
public class LiveRoutes extends RouteBuilder {

    @Override
    public void configure() {
        for (Lane lane : Lane.values()) {
            from(lane.analysed() + lane.as("live"))
                    .routeId(lane.of("live"))
                    .description("Counts a batch in Redis, one atomic script per ticker and article")
                    .routeConfigurationId(ErrorHandling.BATCH)
                    .setProperty(Batch.PROPERTY, body())
                    .split(method("batch", "records"), Survivors.bodies())
                        .to("direct:" + lane.of("live-read"))
                    .end()
                    .bean("liveScores", "count")
                    .split(body())
                        .setHeader(RedisConstants.VALUE, body())
                        .to("direct:tickers")
                    .end()
                    .bean("batch", "commit");

            from("direct:" + lane.of("live-read"))
                    .routeId(lane.of("live-read"))
                    .description("Reads one analysed article")
                    .routeConfigurationId(ErrorHandling.ARTICLE)
                    .setProperty(DeadLetters.ORIGINAL, body())
                    .setProperty(DeadLetters.ARTICLE, header(KafkaConstants.KEY))
                    .bean(ArticleJson.class, "readAnalysed")
                    .to("micrometer:counter:caravan.articles?tags.leg=%s&tags.outcome=done".formatted(lane.of("live")));
        }

        from("direct:tickers")
                .routeId("tickers")
                .description("Keeps the sets of tickers that have a live score and a latest row")
                .routeConfigurationId(ErrorHandling.LAST_RESORT)
                .setHeader(RedisConstants.KEY, constant("tickers"))
                .to("spring-redis:live?command=SADD")
                .setHeader(RedisConstants.KEY, constant("parquet:tickers"))
                .to("spring-redis:live?command=SADD")
                .setHeader(RedisConstants.KEY, constant("parquet:last_updated"))
                .setHeader(RedisConstants.VALUE, simple("${date-with-timezone:now:UTC:yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}"))
                .to("spring-redis:live?command=SET");
    }
}
