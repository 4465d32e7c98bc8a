package routes;

import caravan.article.ArticleJson;
import caravan.deadletter.DeadLetters;
import caravan.kafka.Batch;
import caravan.kafka.BatchReader;
import caravan.kafka.Survivors;
import caravan.live.alert.WebhookRoutes;
import caravan.metrics.LegMeters;
import org.apache.camel.BeanInject;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;

/** Tells those who want to know, each lane for itself; and each webhook for itself, so that a slow one delays no other. */
public class AlertRoutes extends RouteBuilder {

    private static final String FIRED = "fired";
    private static final String WEBHOOK = "webhook";

    @BeanInject("webhookRoutes")
    private WebhookRoutes webhooks;

    @Override
    public void configure() {
        for (Lane lane : Lane.values()) {
            from(lane.analysed() + lane.as("alerts") + "&{{alerts.batch}}")
                    .routeId(lane.of("alerts"))
                    .description("Shows a batch to the rules for alerts, ticker by ticker")
                    .routeConfigurationId(ErrorHandling.BATCH)
                    .setProperty(Batch.PROPERTY, body())
                    .bean("rightOfWay", lane.givesWay())
                    .bean("analysedArticles", "contents")
                    .split(exchangeProperty(BatchReader.LEFT), Survivors.moreBodies())
                        .to("direct:" + lane.of("alerts-read"))
                    .end()
                    .setProperty(LegMeters.ARRIVING, body())
                    .bean("tickerAlerts", "fire")
                    .filter(simple("${body.size} > 0"))
                        .to("direct:alerts-out")
                    .end()
                    .bean("batch", "commit")
                    .bean("legMeters", "done");

            from("direct:" + lane.of("alerts-read"))
                    .routeId(lane.of("alerts-read"))
                    .description("Reads one analysed article that was left of its batch")
                    .routeConfigurationId(ErrorHandling.ARTICLE)
                    .setProperty(DeadLetters.ORIGINAL, body())
                    .setProperty(DeadLetters.ARTICLE, header(KafkaConstants.KEY))
                    .bean(ArticleJson.class, "readAnalysed");
        }

        from("direct:alerts-out")
                .routeId("alerts-out")
                .description("Puts alerts on their topic; only then are they forgotten where they were kept")
                .routeConfigurationId(ErrorHandling.LAST_RESORT)
                .setProperty(FIRED, body())
                .split(body(), Survivors.messages())
                    .removeHeaders("*")
                    .setHeader(KafkaConstants.KEY, simple("${body.ticker}", String.class))
                    .setBody(simple("${body.bytes}"))
                .end()
                .to("kafka:{{topic.alerts}}")
                .bean("sentAlerts", "note(${exchangeProperty.fired})");

        routeTemplate(WebhookRoutes.TEMPLATE)
                .templateParameter(WEBHOOK)
                // One at a time: with all its tries an alert may take minutes, and Kafka gives a silent consumer up.
                .from("kafka:{{topic.alerts}}?groupId=webhook-{{webhook}}&groupInstanceId={{caravan.node}}-webhook-{{webhook}}"
                        + "&maxPollRecords=1")
                .routeDescription("Posts alerts to {{webhook}}")
                .routeConfigurationId(ErrorHandling.BATCH)
                .setProperty(Batch.PROPERTY, body())
                .setProperty(WEBHOOK, constant("{{webhook}}"))
                .split(method("batch", "records"), Survivors.bodies())
                    .to("direct:webhook-post")
                .end()
                .bean("batch", "commit");

        webhooks.names().forEach(name -> templatedRoute(WebhookRoutes.TEMPLATE)
                .routeId(WebhookRoutes.id(name))
                .parameter(WEBHOOK, name));

        from("direct:webhook-post")
                .routeId("webhook-post")
                .description("Posts one alert to one webhook, signed")
                .routeConfigurationId(ErrorHandling.DELIVERY)
                .setProperty(DeadLetters.ORIGINAL, body())
                .bean("webhookSender", "post(${exchangeProperty.webhook}, ${body})");

        from("quartz-alerts:alerts/refresh?cron={{alerts.refresh.cron}}&trigger.misfireInstruction=2&stateful=true")
                .routeId("alerts-refresh")
                .description("Looks whether the rules for alerts have changed, and follows")
                .routeConfigurationId(ErrorHandling.SCHEDULE)
                .bean("alertsInForce", "refresh");
    }
}
