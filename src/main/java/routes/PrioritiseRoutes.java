package routes;

import caravan.article.ArticleJson;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;

/** Sorts every article into the lane its readers can wait in. */
public class PrioritiseRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:prioritise")
                .routeId("prioritise")
                .description("Puts each article into the high or the standard lane, by the rules in priorities.yaml")
                .routeConfigurationId(ErrorHandling.LAST_RESORT)
                .removeHeaders("*")
                .setHeader(KafkaConstants.KEY, simple("${body.articleId}", String.class))
                .choice()
                    .when(method("priorities", "isHigh"))
                        .bean(ArticleJson.class, "write")
                        .to(Lane.HIPRI.events())
                    .otherwise()
                        .bean(ArticleJson.class, "write")
                        .to(Lane.STDPRI.events());
    }
}
