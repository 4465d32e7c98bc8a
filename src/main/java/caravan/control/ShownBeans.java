package caravan.control;

import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What one system shows to JMX as {@code caravan:type=TYPE,context=NODE,name=NAME}, until it is closed. Thread-safe. */
public final class ShownBeans implements AutoCloseable {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Deque<ObjectName> shown = new ArrayDeque<>();
    private final String context;

    /** @param context tells apart several systems in one process */
    public ShownBeans(String context) {
        this.context = context;
    }

    /** @param bean whose class implements a public interface by the rules for MXBeans */
    public synchronized void show(String type, String name, Object bean) {
        try {
            ObjectName as = new ObjectName("caravan:type=%s,context=%s,name=%s"
                    .formatted(type, ObjectName.quote(context), ObjectName.quote(name)));
            server.registerMBean(bean, as);
            shown.push(as);
        } catch (JMException e) {
            throw new IllegalStateException("The %s %s cannot be shown by JMX".formatted(type, name), e);
        }
    }

    @Override
    public synchronized void close() {
        while (!shown.isEmpty()) {
            ObjectName name = shown.pop();
            try {
                server.unregisterMBean(name);
            } catch (JMException e) {
                throw new IllegalStateException("%s cannot be taken from JMX".formatted(name), e);
            }
        }
    }
}
