package routes;

import caravan.article.ArticleJson;
import caravan.deadletter.DeadLetters;
import caravan.kafka.Batch;
import caravan.kafka.Survivors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;

/** Finds the sentiment of each article, each lane for itself. */
public class AnalyseRoutes extends RouteBuilder {

    /** Keeps an article's bytes with it while its batch is scored. */
    private static final String EVENT = "event";

    @Override
    public void configure() {
        for (Lane lane : Lane.values()) {
            from(lane.events() + lane.as("analyse") + "&{{analyse.batch}}")
                    .routeId(lane.of("analyse"))
                    .description("Has each batch scored by the models and passes it on before it is committed")
                    .routeConfigurationId(ErrorHandling.BATCH)
                    .setProperty(Batch.PROPERTY, body())
                    .split(method("batch", "records"), Survivors.messages())
                        .to("direct:" + lane.of("read"))
                    .end()
                    .bean("analyst", "analyseTogether(${body}, '%s')".formatted(lane.priority()))
                    .split(body(), Survivors.messages())
                        .to("direct:" + lane.of("score"))
                    .end()
                    .filter(simple("${body.size} > 0"))
                        .to(lane.analysed())
                    .end()
                    .bean("batch", "commit");

            from("direct:" + lane.of("read"))
                    .routeId(lane.of("read"))
                    .description("Reads one article")
                    .routeConfigurationId(ErrorHandling.ARTICLE)
                    .setProperty(DeadLetters.ORIGINAL, body())
                    .setProperty(DeadLetters.ARTICLE, header(KafkaConstants.KEY))
                    .setHeader(EVENT, body())
                    .bean(ArticleJson.class, "readArticle");

            from("direct:" + lane.of("score"))
                    .routeId(lane.of("score"))
                    .description("Takes one article with its score; one that was not scored with the others, alone")
                    .routeConfigurationId(ErrorHandling.ARTICLE)
                    .setProperty(DeadLetters.ORIGINAL, header(EVENT))
                    .setProperty(DeadLetters.ARTICLE, header(KafkaConstants.KEY))
                    .bean("analyst", "analyseAlone(${body}, '%s')".formatted(lane.priority()))
                    .to("micrometer:counter:caravan.articles?tags.leg=%s&tags.outcome=done".formatted(lane.of("analyse")))
                    .removeHeaders("*")
                    .setHeader(KafkaConstants.KEY, simple("${body.article.articleId}", String.class))
                    .bean(ArticleJson.class, "write");
        }
    }
}
