package routes;

import caravan.deadletter.DeadLetters;
import caravan.source.ScrapeRoute;
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
        routeTemplate(ScrapeRoute.TEMPLATE)
                .templateParameter("source")
                .templateParameter("cron")
                .templateParameter("zone")
                .templateParameter("address")
                .templateParameter("start", "true")
                .from("quartz:scrape/{{source}}?cron=RAW({{cron}})&trigger.timeZone={{zone}}&trigger.misfireInstruction=2"
                        + "&stateful=true")
                .autoStartup("{{start}}")
                .routeDescription("Polls {{address}}")
                .routeConfigurationId(ErrorHandling.SCHEDULE)
                .setProperty(DeadLetters.SOURCE, constant("{{source}}"))
                .bean("pollQueue", "offer");

        sources.all().forEach(source -> templatedRoute(ScrapeRoute.TEMPLATE)
                .routeId(ScrapeRoute.id(source.name()))
                .parameters(ScrapeRoute.parameters(source, sources)));

        from("quartz-sources:sources/refresh?cron={{sources.refresh.cron}}&trigger.misfireInstruction=2&stateful=true")
                .routeId("sources")
                .description("Looks whether sources were added, changed or removed, and follows")
                .routeConfigurationId(ErrorHandling.SCHEDULE)
                .bean("sourceRefresh", "refresh");

        from("direct:poll-due")
                .routeId("poll-due")
                .description("Polls a source that its schedule says is due, if no other process does")
                .routeConfigurationId(ErrorHandling.POLL)
                .setProperty(DeadLetters.SOURCE, header("source"))
                .removeHeader("source")
                .filter(method("polling", "claim"))
                    .to("direct:poll");

        from("direct:poll-now")
                .routeId("poll-now")
                .description("Polls a source that somebody asked to be polled at once")
                .routeConfigurationId(ErrorHandling.POLL)
                .setProperty(DeadLetters.SOURCE, header("source"))
                .removeHeader("source")
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
    }
}
