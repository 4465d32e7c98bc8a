package caravan.source;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Keeps an MBean for each source, {@code caravan:type=Source,context=NAME,name=SOURCE}: see {@link SourceMXBean}.
 * Thread-safe.
 */
public final class SourceBeans implements AutoCloseable {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Map<String, ObjectName> registered = new HashMap<>();
    private final String context;
    private final Sources sources;
    private final SourceStates states;
    private final SourceRoutes routes;
    private final SourceControl control;

    /** @param context tells apart several systems in one process */
    public SourceBeans(
            String context, Sources sources, SourceStates states, SourceRoutes routes, SourceControl control) {
        this.context = context;
        this.sources = sources;
        this.states = states;
        this.routes = routes;
        this.control = control;
    }

    /** Makes the MBeans those of the sources. */
    public synchronized void follow(Collection<Source> declared) {
        Set<String> gone = new HashSet<>(registered.keySet());
        for (Source source : declared) {
            gone.remove(source.name());
            if (!registered.containsKey(source.name())) {
                register(source.name());
            }
        }
        gone.forEach(this::unregister);
    }

    private void register(String source) {
        try {
            ObjectName name = new ObjectName("caravan:type=Source,context=%s,name=%s"
                    .formatted(ObjectName.quote(context), ObjectName.quote(source)));
            server.registerMBean(new WatchedSource(source, sources, states, routes, control), name);
            registered.put(source, name);
        } catch (JMException e) {
            throw new IllegalStateException("The source %s cannot be shown by JMX".formatted(source), e);
        }
    }

    private void unregister(String source) {
        try {
            server.unregisterMBean(registered.remove(source));
        } catch (JMException e) {
            throw new IllegalStateException("The source %s cannot be taken from JMX".formatted(source), e);
        }
    }

    @Override
    public synchronized void close() {
        follow(Set.of());
    }
}
