package caravan.control;

import caravan.kafka.ConsumerLag;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.RouteController;

/** Some routes that are steered together. Thread-safe; one operation at a time. */
final class Legs implements LegsMXBean {

    private final List<String> routes;
    private final LegControl control;
    private final ConsumerLag lag;
    private final Throughput throughput;

    /** @param routes in the order in which an article passes them */
    Legs(List<String> routes, LegControl control, ConsumerLag lag, Throughput throughput) {
        this.routes = List.copyOf(routes);
        this.control = control;
        this.lag = lag;
        this.throughput = throughput;
    }

    @Override
    public Map<String, String> getStates() {
        return of(route -> control.routes().getRouteStatus(route).name());
    }

    @Override
    public Map<String, Long> getLag() {
        Map<String, Long> waiting = new LinkedHashMap<>();
        routes.forEach(route -> lag.of(route).ifPresent(records -> waiting.put(route, records)));
        return waiting;
    }

    @Override
    public Map<String, Long> getDone() {
        return of(throughput::done);
    }

    @Override
    public Map<String, Double> getThroughput() {
        return of(throughput::perSecond);
    }

    private <T> Map<String, T> of(Function<String, T> value) {
        Map<String, T> values = new LinkedHashMap<>();
        routes.forEach(route -> values.put(route, value.apply(route)));
        return values;
    }

    private interface Move {
        void make(RouteController routes, String route) throws Exception;
    }

    @Override
    public void suspend() {
        move(routes, (all, route) -> {
            if (all.getRouteStatus(route) == ServiceStatus.Started) {
                all.suspendRoute(route);
            }
        });
    }

    @Override
    public void resume() {
        move(fromTheEnd(), (all, route) -> {
            if (all.getRouteStatus(route) == ServiceStatus.Suspended) {
                all.resumeRoute(route);
            }
        });
    }

    @Override
    public void start() {
        move(fromTheEnd(), (all, route) -> {
            if (all.getRouteStatus(route) == ServiceStatus.Suspended) {
                all.resumeRoute(route);
            } else {
                all.startRoute(route);
            }
        });
    }

    @Override
    public void stop() {
        move(routes, RouteController::stopRoute);
    }

    /** Whoever takes up an article is there before whoever hands it on. */
    private List<String> fromTheEnd() {
        List<String> reversed = new ArrayList<>(routes);
        Collections.reverse(reversed);
        return reversed;
    }

    private synchronized void move(List<String> order, Move move) {
        for (String route : order) {
            try {
                move.make(control.routes(), route);
            } catch (Exception e) {
                throw new IllegalStateException("The route %s did not follow: %s".formatted(route, e.getMessage()), e);
            }
        }
    }
}
