package caravan.control;

import caravan.kafka.ConsumerLag;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.RouteController;

/**
 * Shows the lanes and the legs behind Kafka to JMX, to be suspended, resumed, started and stopped as a whole:
 * {@code caravan:type=Lane,name="hipri"}, {@code caravan:type=Leg,name="analyse"} and so on. See {@link LegsMXBean}.
 */
public final class LegControl implements CamelContextAware {

    private static final List<String> LANES = List.of("hipri", "stdpri");
    /** In the order of the journey; the last three side by side. */
    private static final List<String> LEGS = List.of("analyse", "live", "alerts", "lake");

    private volatile CamelContext context;

    /** @param shown closed by whoever made it */
    public LegControl(ShownBeans shown, ConsumerLag lag, MeterRegistry meters) {
        Throughput throughput = new Throughput(meters, System::nanoTime);
        for (String lane : LANES) {
            List<String> routes = LEGS.stream().map(leg -> leg + '-' + lane).toList();
            shown.show("Lane", lane, new Legs(routes, this, lag, throughput));
        }
        for (String leg : LEGS) {
            List<String> routes = LANES.stream().map(lane -> leg + '-' + lane).toList();
            shown.show("Leg", leg, new Legs(routes, this, lag, throughput));
        }
    }

    /** @throws IllegalStateException before Camel has been configured */
    RouteController routes() {
        if (context == null) {
            throw new IllegalStateException("The routes are not there yet");
        }
        return context.getRouteController();
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.context = camelContext;
    }
}
