package routes;

import caravan.article.ArticleJson;
import caravan.deadletter.DeadLetters;
import caravan.kafka.Batch;
import caravan.kafka.Survivors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;

/** Finds the sentiment of each article, each lane for itself. */
public class AnalyseRoutes extends RouteBuilder {

    @Override
    public void configure() {
        for (Lane lane : Lane.values()) {
            from(lane.events() + lane.as("analyse"))
                    .routeId(lane.of("analyse"))
                    .description("Has each article scored and passes the batch on before it is committed")
                    .routeConfigurationId(ErrorHandling.BATCH)
                    .setProperty(Batch.PROPERTY, body())
                    .split(method("batch", "records"), Survivors.messages())
                        .to("direct:" + lane.of("score"))
                    .end()
                    .filter(simple("${body.size} > 0"))
                        .to(lane.analysed())
                    .end()
                    .bean("batch", "commit");

            from("direct:" + lane.of("score"))
                    .routeId(lane.of("score"))
                    .description("Reads one article and scores it")
                    .routeConfigurationId(ErrorHandling.ARTICLE)
                    .setProperty(DeadLetters.ORIGINAL, body())
                    .setProperty(DeadLetters.ARTICLE, header(KafkaConstants.KEY))
                    .bean(ArticleJson.class, "readArticle")
                    .bean("analyst", "analyse(${body}, '%s')".formatted(lane.priority()))
                    .to("micrometer:counter:caravan.articles?tags.leg=%s&tags.outcome=done".formatted(lane.of("analyse")))
                    .removeHeaders("*")
                    .setHeader(KafkaConstants.KEY, simple("${body.article.articleId}", String.class))
                    .bean(ArticleJson.class, "write");
        }
    }
}
