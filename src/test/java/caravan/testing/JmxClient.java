package caravan.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Looks at routes by JMX proper, past the web server and its policy: over the connection that {@code jconsole} makes to a
 * process of the same user, to the agent that {@code jcmd} starts in it.
 */
public final class JmxClient implements AutoCloseable {

    private static final Pattern ADDRESS =
            Pattern.compile("sun\\.management\\.JMXConnectorServer\\.(?:\\d+\\.)?(?:address|remoteAddress)=\"(.+)\"");

    private final JMXConnector connector;

    private JmxClient(JMXConnector connector) {
        this.connector = connector;
    }

    /** Connects to a JVM of this machine, be it this one; the address is an agent's own, and no name is looked up. */
    @SuppressWarnings("BanJNDI")
    public static JmxClient connect(long pid) throws IOException, InterruptedException {
        jcmd(pid, "ManagementAgent.start_local");
        String counters = jcmd(pid, "PerfCounter.print");
        Matcher address = ADDRESS.matcher(counters);
        if (!address.find()) {
            throw new IOException("No agent of JMX is in process " + pid + ": " + counters);
        }
        return new JmxClient(JMXConnectorFactory.connect(new JMXServiceURL(address.group(1))));
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }

    /** What a route says of itself, such as its {@code State}. */
    public Object of(String context, String route, String attribute) throws IOException, JMException {
        return connector.getMBeanServerConnection().getAttribute(name(context, route), attribute);
    }

    private static ObjectName name(String context, String route) throws JMException {
        return new ObjectName(
                "org.apache.camel:context=%s,type=routes,name=%s".formatted(context, ObjectName.quote(route)));
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
