package routes;

import org.apache.camel.builder.RouteBuilder;

/** Looks at how the other legs are doing. */
public class PipelineRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("quartz:pipeline/lag?cron={{pipeline.lag.cron}}&stateful=true")
                .routeId("pipeline-lag")
                .description("Counts the records that wait for each leg")
                .routeConfigurationId(ErrorHandling.SCHEDULE)
                .bean("consumerLag", "measure");
    }
}
