package caravan.live.alert;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one route for each webhook, made of the template {@link #TEMPLATE}, with a consumer of its own: a slow webhook
 * waits for itself alone. Thread-safe.
 */
public final class WebhookRoutes implements CamelContextAware {

    /** The template's name; its parameter is {@code webhook}. */
    public static final String TEMPLATE = "webhook";

    private static final Logger LOG = LoggerFactory.getLogger(WebhookRoutes.class);
    private static final int SECONDS_TO_STOP = 2;

    private final Set<String> running = new TreeSet<>();
    private CamelContext context;

    /** @param rules whose webhooks have their routes from the start */
    public WebhookRoutes(AlertRules rules) {
        rules.webhooks().forEach(webhook -> running.add(webhook.name()));
    }

    /** The names of those that have a route. */
    public synchronized Set<String> names() {
        return Set.copyOf(running);
    }

    /** The route's id. */
    public static String id(String webhook) {
        return "webhook-" + webhook;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        context = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /**
     * Makes the routes those of the webhooks; what a route posts and where is asked for each time.
     *
     * @throws IllegalStateException that names the route that cannot be made or removed
     */
    public synchronized void follow(AlertRules rules) {
        Set<String> gone = new HashSet<>(running);
        for (Webhook webhook : rules.webhooks()) {
            if (!gone.remove(webhook.name())) {
                add(webhook.name());
            }
        }
        gone.forEach(this::remove);
    }

    private void add(String webhook) {
        try {
            TemplatedRouteBuilder.builder(context, TEMPLATE)
                    .routeId(id(webhook))
                    .parameters(Map.of("webhook", webhook))
                    .add();
        } catch (Exception e) {
            throw new IllegalStateException("The route of webhook %s cannot be made".formatted(webhook), e);
        }
        running.add(webhook);
        LOG.info("Webhook {} is told from now on", webhook);
    }

    private void remove(String webhook) {
        try {
            context.getRouteController().stopRoute(id(webhook), SECONDS_TO_STOP, TimeUnit.SECONDS);
            context.removeRoute(id(webhook));
        } catch (Exception e) {
            throw new IllegalStateException("The route of webhook %s cannot be removed".formatted(webhook), e);
        }
        running.remove(webhook);
        LOG.info("Webhook {} is told no longer", webhook);
    }
}
