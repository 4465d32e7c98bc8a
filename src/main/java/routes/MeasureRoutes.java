package routes;

import caravan.metrics.ServiceMeters;
import org.apache.camel.builder.RouteBuilder;

/** Measures what no leg meets by itself, for those who watch. */
public class MeasureRoutes extends RouteBuilder {

    @Override
    public void configure() {
        for (String service : ServiceMeters.services()) {
            from("quartz-metrics:metrics/%s?cron={{metrics.cron}}&trigger.misfireInstruction=2&stateful=true".formatted(service))
                    .routeId("measure-" + service)
                    .description("Looks whether %s answers".formatted(service))
                    .routeConfigurationId(ErrorHandling.SCHEDULE)
                    .bean("serviceMeters", "look('%s')".formatted(service));
        }

        from("quartz-metrics:metrics/sources?cron={{metrics.cron}}&trigger.misfireInstruction=2&stateful=true")
                .routeId("measure-sources")
                .description("Looks how the sources stand")
                .routeConfigurationId(ErrorHandling.SCHEDULE)
                .bean("sourceStateMeters", "measure");

        from("quartz-metrics:metrics/lake?cron={{metrics.lake.cron}}&trigger.misfireInstruction=2&stateful=true")
                .routeId("measure-lake")
                .description("Looks what the latest days of the lake consist of")
                .routeConfigurationId(ErrorHandling.SCHEDULE)
                .bean("lakeMeters", "measure");
    }
}
