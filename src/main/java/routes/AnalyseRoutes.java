package routes;

import caravan.article.ArticleJson;
import caravan.deadletter.DeadLetters;
import caravan.kafka.Batch;
import caravan.kafka.BatchReader;
import caravan.kafka.Survivors;
import caravan.metrics.LegMeters;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;

/** Finds the sentiment of each article, each lane for itself. */
public class AnalyseRoutes extends RouteBuilder {

    @Override
    public void configure() {
        for (Lane lane : Lane.values()) {
            from(lane.events() + lane.soonAs("analyse") + "&{{analyse.batch}}")
                    .routeId(lane.of("analyse"))
                    .description("Has each batch scored by the models and passes it on before it is committed")
                    .routeConfigurationId(ErrorHandling.BATCH)
                    .setProperty(Batch.PROPERTY, body())
                    .bean("rightOfWay", lane.givesWay())
                    .bean("articles", "messages")
                    .split(exchangeProperty(BatchReader.LEFT), Survivors.moreMessages())
                        .to("direct:" + lane.of("read"))
                    .end()
                    .bean("legMeters", "texts")
                    .bean("analyst", "analyseTogether(${body}, '%s')".formatted(lane.priority()))
                    .bean("scoredArticles", "events")
                    .split(exchangeProperty(BatchReader.LEFT), Survivors.moreMessages())
                        .to("direct:" + lane.of("score"))
                    .end()
                    .setProperty(LegMeters.ARRIVING, body())
                    .filter(simple("${body.size} > 0"))
                        .to(lane.analysed())
                    .end()
                    .bean("batch", "commit")
                    .bean("legMeters", "done");

            from("direct:" + lane.of("read"))
                    .routeId(lane.of("read"))
                    .description("Reads one article that was left of its batch")
                    .routeConfigurationId(ErrorHandling.ARTICLE)
                    .setProperty(DeadLetters.ORIGINAL, body())
                    .setProperty(DeadLetters.ARTICLE, header(KafkaConstants.KEY))
                    .setHeader(BatchReader.EVENT, body())
                    .bean(ArticleJson.class, "readArticle");

            from("direct:" + lane.of("score"))
                    .routeId(lane.of("score"))
                    .description("Has one article scored that was not scored with its batch")
                    .routeConfigurationId(ErrorHandling.ARTICLE)
                    .setProperty(DeadLetters.ORIGINAL, header(BatchReader.EVENT))
                    .setProperty(DeadLetters.ARTICLE, header(KafkaConstants.KEY))
                    .bean("analyst", "analyse(${body}, '%s')".formatted(lane.priority()))
                    .bean("scoredArticles", "event");
        }
    }
}
