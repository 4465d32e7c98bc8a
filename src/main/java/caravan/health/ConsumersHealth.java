package caravan.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether what started routes read from is there, as their consumers see it. Camel's own check also counts those that
 * somebody has stopped. Says nothing of whether the process is alive. Thread-safe.
 */
public final class ConsumersHealth extends AbstractHealthCheck {

    public ConsumersHealth() {
        super("caravan", "consumers");
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        CamelContext context = getCamelContext();
        List<String> ailing = new ArrayList<>();
        for (Route route : context.getRoutes()) {
            boolean isStarted = context.getRouteController()
                    .getRouteStatus(route.getRouteId())
                    .isStarted();
            if (isStarted && route.getConsumer() instanceof HealthCheckAware aware && isDown(aware.getHealthCheck())) {
                ailing.add(route.getRouteId());
            }
        }
        if (ailing.isEmpty()) {
            result.up();
        } else {
            result.down().message("No connection: " + String.join(", ", ailing));
        }
    }

    private static boolean isDown(HealthCheck check) {
        return check != null && check.call().getState() == HealthCheck.State.DOWN;
    }
}
