package routes;

import caravan.deadletter.DeadLetters;
import caravan.source.Source;
import caravan.source.Sources;
import java.util.List;
import org.apache.camel.BeanInject;
import org.apache.camel.builder.RouteBuilder;

/** Polls every source on its schedule and hands each item of its feed on to enrich. */
public class ScrapeRoutes extends RouteBuilder {

    @BeanInject("sources")
    private Sources sources;

    @Override
    public void configure() {
        routeTemplate("scrape")
                .templateParameter("source")
                .templateParameter("cron")
                .templateParameter("zone")
                .templateParameter("url")
                .from("quartz:scrape/{{source}}?cron={{cron}}&trigger.timeZone={{zone}}&trigger.misfireInstruction=2"
                        + "&stateful=true")
                .routeDescription("Polls {{url}}")
                .routeConfigurationId(ErrorHandling.POLL)
                .setProperty(DeadLetters.SOURCE, constant("{{source}}"))
                .filter(method("polling", "claim"))
                    .to("direct:poll");

        from("direct:poll")
                .routeId("poll")
                .description("Fetches a feed if it has changed, takes it apart, and remembers it when all is done")
                .routeConfigurationId(ErrorHandling.LAST_RESORT)
                .bean("polling", "fetch")
                .setProperty("feed", body())
                .choice()
                    .when(simple("${body.notModified}"))
                        .to("micrometer:counter:caravan.polls?tags.outcome=unchanged")
                        .setBody(constant(List.of()))
                    .otherwise()
                        .to("micrometer:counter:caravan.polls?tags.outcome=fetched")
                        .bean("polling", "parse")
                        .split(simple("${body}"))
                            .bean("polling", "hold")
                            .to("direct:enrich")
                        .end()
                .end()
                .bean("polling", "succeeded");

        for (Source source : sources.all()) {
            templatedRoute("scrape")
                    .routeId("scrape-" + source.name())
                    .parameter("source", source.name())
                    .parameter("cron", source.cron())
                    .parameter("zone", source.zone().getId())
                    .parameter("url", source.url().toString());
        }
    }
}
