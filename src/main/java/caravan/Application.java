package caravan;

import caravan.api.ApiRules;
import caravan.api.HeadRequests;
import caravan.config.Settings;
import caravan.console.Access;
import caravan.console.Console;
import caravan.console.Guard;
import caravan.embedded.EmbeddedServices;
import caravan.embedded.Ports;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Caravan: its services, its routes and its HTTP server, started together and stopped in the reverse order.
 * Several may run in one process, each on a data folder of its own.
 */
public final class Application implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    /** Tracer and debugger are there, and idle until the console switches them on. */
    private static final Map<String, String> TRACING = Map.of(
            "camel.trace.enabled", "true",
            "camel.trace.standby", "true",
            "camel.debug.enabled", "true",
            "camel.debug.standby", "true");

    private final DataFolder folder;
    private final EmbeddedServices services;
    private final Assembly assembly;
    private final Main camel;
    private final URI http;

    private Application(DataFolder folder, EmbeddedServices services, Assembly assembly, Main camel, URI http) {
        this.folder = folder;
        this.services = services;
        this.assembly = assembly;
        this.camel = camel;
        this.http = http;
    }

    /**
     * Starts everything the settings ask for; when a part does not start, the others are stopped again.
     *
     * @throws caravan.config.ConfigurationException that names the settings that cannot be used; nothing was started
     */
    public static Application start(Settings settings) {
        Preflight.require(settings);
        Guard guard = new Guard(settings.text("http.host"), Access.of(settings));
        ApiRules apiRules = ApiRules.of(settings);
        DataFolder folder = DataFolder.take(settings.path("caravan.data"));
        EmbeddedServices services = null;
        Assembly assembly = null;
        Main camel = null;
        try {
            services = EmbeddedServices.start(settings);
            String node = folder.node(settings);
            Settings effective = settings.with(Map.of(
                    "caravan.node",
                    node,
                    "stream.group",
                    node + '-' + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX),
                    "http.port",
                    Integer.toString(
                            Ports.freeOr(settings.integer("http.port", 0, 65_535), settings.text("http.host"))),
                    "kafka.brokers",
                    services.addresses().kafkaBrokers()));
            assembly = Assembly.of(
                    effective,
                    services.addresses(),
                    settings.optional("kafka.brokers").isEmpty());
            camel = camel(effective, assembly);
            camel.start();
            URI http = address(effective.text("http.host"), effective.text("http.port"));
            VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(
                    camel.getCamelContext(),
                    VertxPlatformHttpRouter.getRouterNameFromPort(effective.integer("http.port", 0, 65_535)));
            new Console(guard, effective.text("http.user")).mount(router, camel.getCamelContext());
            apiRules.mount(router);
            assembly.streamApi().mount(router);
            HeadRequests.allow(router);
            folder.announce(services.addresses(), http);
            return new Application(folder, services, assembly, camel, http);
        } catch (Exception e) {
            close(camel, assembly, services, folder);
            throw e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
        }
    }

    /** An IPv6 address is put into brackets (RFC 3986). */
    static URI address(String host, String port) {
        return URI.create("http://%s:%s".formatted(host.contains(":") ? '[' + host + ']' : host, port));
    }

    private static Main camel(Settings settings, Assembly assembly) {
        Main camel = new Main();
        Properties overrides = new Properties();
        // No route needs a secret, and what Camel does not know it cannot show.
        settings.changed().forEach((key, value) -> {
            if (!Settings.isSecret(key)) {
                overrides.put(key, value);
            }
        });
        if (settings.flag("console.trace")) {
            TRACING.forEach(overrides::put);
        }
        if (LogFormat.of(settings) == LogFormat.JSON) {
            // Camel's own configuration would switch it off again.
            overrides.setProperty("camel.main.use-mdc-logging", "true");
        }
        camel.setOverrideProperties(overrides);
        assembly.beans().forEach(camel::bind);
        camel.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport main) {
                assembly.beans()
                        .values()
                        .forEach(bean -> CamelContextAware.trySetCamelContext(bean, main.getCamelContext()));
                LogFormat.of(settings).tell(main.getCamelContext());
                assembly.traces().ifPresent(traces -> traces.follow(main.getCamelContext()));
            }
        });
        return camel;
    }

    /** Where Kafka, Redis and PostgreSQL are. */
    public ServiceAddresses addresses() {
        return services.addresses();
    }

    /** Where the API, the console, metrics and health are. */
    public URI http() {
        return http;
    }

    public CamelContext context() {
        return camel.getCamelContext();
    }

    public Assembly assembly() {
        return assembly;
    }

    /** Lets what is under way end, then stops everything; what was not finished is taken up at the next start. */
    @Override
    public void close() {
        close(camel, assembly, services, folder);
    }

    private static void close(Main camel, Assembly assembly, EmbeddedServices services, DataFolder folder) {
        close("Camel", camel == null ? null : camel::stop);
        if (camel != null && camel.getCamelContext() != null && assembly != null) {
            tellWhatIsLeft(camel.getCamelContext(), assembly);
        }
        close("What the routes used", assembly);
        close("The embedded services", services);
        close("The data folder", folder);
    }

    private static void tellWhatIsLeft(CamelContext context, Assembly assembly) {
        int broken = context.getInflightRepository().size();
        try {
            Map<String, Long> waiting = assembly.waiting();
            LOG.info(
                    "Stopped with {} exchanges broken off; {} records wait for the next start: {}",
                    broken,
                    waiting.values().stream().mapToLong(Long::longValue).sum(),
                    waiting);
        } catch (UnavailableException e) {
            LOG.warn("Stopped with {} exchanges broken off; what waits is not known: {}", broken, e.getMessage());
        }
    }

    /** One that does not stop must not keep the others from it. */
    private static void close(String what, AutoCloseable closeable) {
        if (closeable == null) {
            return;
        }
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.error("{} did not stop as it should", what, e);
        }
    }
}
