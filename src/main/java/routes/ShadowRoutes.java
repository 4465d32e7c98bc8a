package routes;

import caravan.kafka.Batch;
import caravan.kafka.Survivors;
import caravan.lake.SentimentRows;
import caravan.sentiment.Shadow;
import org.apache.camel.builder.RouteBuilder;

/**
 * Has a second model score the same articles beside the first, each lane for itself: from the articles' topics to the
 * lake, past live scores and alerts. Its rows are told apart by their model.
 */
public class ShadowRoutes extends RouteBuilder {

    @Override
    public void configure() {
        Shadow shadow = getContext().getRegistry().lookupByNameAndType("shadow", Shadow.class);
        for (Lane lane : Lane.values()) {
            from(lane.events() + lane.as("shadow") + "&{{analyse.batch}}")
                    .routeId(lane.of("shadow"))
                    .description("Has the shadow models of models.yaml score each batch, for the lake alone")
                    .routeConfigurationId(ErrorHandling.BATCH)
                    .autoStartup(shadow.isDeclared())
                    .setProperty(Batch.PROPERTY, body())
                    .bean("batch", "records")
                    .bean("shadow", "analyse(${body}, '%s')".formatted(lane.priority()))
                    .split(body(), Survivors.bodies())
                        .bean(SentimentRows.class, "of")
                        .bean("legMeters", "count('%s', 'done')".formatted(lane.of("shadow")))
                    .end()
                    .filter(simple("${body.size} > 0"))
                        .to("{{lake.table}}")
                    .end()
                    .bean("batch", "commit");
        }
    }
}
