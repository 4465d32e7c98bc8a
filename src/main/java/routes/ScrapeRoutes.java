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
        sources.all().forEach(this::scrape);

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
    }

    private void scrape(Source source) {
        from("quartz:scrape/%s?cron=RAW(%s)&trigger.timeZone=%s&trigger.misfireInstruction=2&stateful=true"
                        .formatted(source.name(), source.cron(), source.zone().getId()))
                .routeId("scrape-" + source.name())
                .description("Polls " + sources.hide(source.url().toString()))
                .routeConfigurationId(ErrorHandling.POLL)
                .setProperty(DeadLetters.SOURCE, constant(source.name()))
                .filter(method("polling", "claim"))
                    .to("direct:poll");
    }
}
