package routes;

import caravan.live.feed.Channel;
import caravan.live.feed.KafkaFeed;
import java.util.ArrayList;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;

/** Keeps the latest of everything for those who listen at /api/stream; every process reads all of it. */
public class FeedRoutes extends RouteBuilder {

    @Override
    public void configure() {
        for (Lane lane : Lane.values()) {
            from(lane.analysed() + "?groupId={{stream.group}}-%s&{{stream.reading}}&%s".formatted(lane.of("feed"), lane.soon()))
                    .routeId(lane.of("feed"))
                    .description("Tells listeners of a lane's articles")
                    .routeConfigurationId(ErrorHandling.BATCH)
                    .setProperty(KafkaFeed.CHANNEL, constant(Channel.of(lane.priority())))
                    .bean("kafkaFeed", "articles");
        }

        from("kafka:{{topic.alerts}}?groupId={{stream.group}}-feed-alerts&{{stream.reading}}&" + Lane.HIPRI.soon())
                .routeId("feed-alerts")
                .description("Tells listeners of alerts")
                .routeConfigurationId(ErrorHandling.BATCH)
                .bean("kafkaFeed", "alerts");

        from("{{stream.scores}}")
                .routeId("feed-scores")
                .description("Hears which tickers' scores have changed")
                .routeConfigurationId(ErrorHandling.LAST_RESORT)
                .unmarshal().json(String[].class)
                .aggregate(constant("all"), AggregationStrategies.flexible(String[].class).accumulateInCollection(ArrayList.class))
                    .completionInterval("{{stream.scores-every-ms}}")
                    .to("direct:feed-changed");

        from("direct:feed-changed")
                .routeId("feed-changed")
                .description("Tells listeners of the scores that have changed, each once")
                .routeConfigurationId(ErrorHandling.SCHEDULE)
                .bean("scoreFeed", "show");
    }
}
