package caravan.source;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one route for each source, made of the template {@link ScrapeRoute#TEMPLATE}: adds those of new sources, removes
 * those of sources that are gone, makes anew those that are polled by another schedule or from another place. One that was
 * stopped in the console stays stopped. A poll under way is not disturbed: it goes on to its end. Thread-safe.
 */
public final class SourceRoutes implements CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(SourceRoutes.class);

    /** A firing that only hands over has ended by then; a poll that takes longer goes on without its route. */
    private static final int SECONDS_TO_STOP = 2;

    private final Sources sources;
    private final Map<String, Map<String, String>> running = new TreeMap<>();
    private CamelContext context;

    /** @param sources whose routes are there from the start */
    public SourceRoutes(Sources sources) {
        this.sources = sources;
        sources.all().forEach(source -> running.put(source.name(), ScrapeRoute.parameters(source, sources)));
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        context = camelContext;
        // Camel fills in what a template's steps say, and not its description.
        ((ModelCamelContext) context).addModelLifecycleStrategy(new ModelLifecycleStrategySupport() {
            @Override
            public void onAddRouteDefinition(RouteDefinition route) {
                describe(route);
            }
        });
    }

    private static void describe(RouteDefinition route) {
        Map<String, Object> parameters = route.getTemplateParameters();
        String description = route.getDescriptionText();
        if (parameters != null && description != null) {
            for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
                description = description.replace(
                        "{{%s}}".formatted(parameter.getKey()), String.valueOf(parameter.getValue()));
            }
            route.setDescription(description);
        }
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /**
     * Makes the routes those of the sources.
     *
     * @throws IllegalStateException that names the route that cannot be made or removed
     */
    public synchronized void follow(Collection<Source> declared) {
        Set<String> gone = new HashSet<>(running.keySet());
        for (Source source : declared) {
            gone.remove(source.name());
            Map<String, String> wanted = ScrapeRoute.parameters(source, sources);
            Map<String, String> had = running.get(source.name());
            if (!wanted.equals(had)) {
                boolean isStopped = had != null && remove(source.name());
                add(source.name(), wanted, !isStopped);
            }
        }
        gone.forEach(this::remove);
    }

    /** Whether a source's route is there and started. */
    public boolean isStarted(String source) {
        ServiceStatus status = context.getRouteController().getRouteStatus(ScrapeRoute.id(source));
        return status != null && status.isStarted();
    }

    private void add(String source, Map<String, String> parameters, boolean starts) {
        try {
            TemplatedRouteBuilder.builder(context, ScrapeRoute.TEMPLATE)
                    .routeId(ScrapeRoute.id(source))
                    .parameters(Map.copyOf(parameters))
                    .parameter("start", Boolean.toString(starts))
                    .add();
        } catch (Exception e) {
            throw new IllegalStateException("The route of source %s cannot be made".formatted(source), e);
        }
        running.put(source, parameters);
        LOG.info("Source {} is polled from now on: {}", source, parameters.get("address"));
    }

    /** @return whether it was stopped already */
    private boolean remove(String source) {
        boolean wasStopped = !isStarted(source);
        stop(source);
        try {
            if (context.getRoute(ScrapeRoute.id(source)) != null && !context.removeRoute(ScrapeRoute.id(source))) {
                throw new IllegalStateException("The route of source %s is not stopped".formatted(source));
            }
        } catch (IllegalStateException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The route of source %s cannot be removed".formatted(source), e);
        }
        running.remove(source);
        LOG.info("Source {} is no longer polled as it was", source);
        return wasStopped;
    }

    private void stop(String source) {
        try {
            context.getRouteController().stopRoute(ScrapeRoute.id(source), SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("The route of source %s cannot be stopped".formatted(source), e);
        }
    }
}
