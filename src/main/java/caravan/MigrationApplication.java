package caravan;

import caravan.config.Settings;
import caravan.console.Access;
import caravan.console.Console;
import caravan.console.Guard;
import caravan.embedded.Ports;
import caravan.lake.migration.Migration;
import caravan.lake.migration.MigrationProgress;
import caravan.lake.migration.MigrationReport;
import caravan.lake.migration.MigrationRequest;
import caravan.lake.migration.WatchedMigration;
import caravan.parquet.PartitionedTable;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.Main;

/**
 * A migration as an application of its own: its steps are routes and its progress an MBean, and with a console also meters
 * and pages over HTTP. Nothing else of Caravan runs.
 */
public final class MigrationApplication {

    private static final String METERS = "metricsRegistry";

    private final Settings settings;
    private final Optional<Consumer<URI>> console;

    /** @param console is told where the console is; empty when none is wanted */
    public MigrationApplication(Settings settings, Optional<Consumer<URI>> console) {
        this.settings = settings;
        this.console = console;
    }

    /**
     * Migrates; as {@link Migration#run}, whose exceptions it throws.
     *
     * @param table the lake, which stays open
     * @param threads how many files are read, and days written, at a time
     */
    public MigrationReport run(
            PartitionedTable table, MigrationRequest request, int threads, MigrationProgress progress)
            throws InterruptedException {
        Main camel = new Main();
        try (WatchedMigration watched = new WatchedMigration(Instant.now(), progress);
                Migration migration = new Migration(table, request, threads, watched)) {
            camel.bind("migration", migration);
            start(camel, watched);
            return camel.getCamelContext()
                    .createProducerTemplate()
                    .requestBody("direct:migrate", null, MigrationReport.class);
        } catch (CamelExecutionException e) {
            throw cause(e);
        } finally {
            camel.stop();
        }
    }

    private void start(Main camel, WatchedMigration watched) {
        String host = settings.text("http.host");
        boolean isShown = console.isPresent();
        int port = isShown ? Ports.freeOr(settings.integer("http.port", 0, 65_535), host) : 0;
        Settings own = settings.with(Map.of(
                "http.port", Integer.toString(port),
                "camel.main.name", "caravan-migrate",
                "camel.main.java-routes-include-pattern", "**/MigrationRoutes*,**/ErrorHandling*",
                "camel.main.java-routes-exclude-pattern", "none",
                "camel.server.enabled", Boolean.toString(isShown),
                "camel.management.enabled", Boolean.toString(isShown),
                "camel.metrics.enabled", Boolean.toString(isShown)));
        Properties properties = new Properties();
        own.keys("").stream()
                // What they refer to is not there.
                .filter(key -> !key.startsWith("camel.component."))
                .forEach(key -> properties.put(key, own.optional(key).orElse("")));
        camel.setDefaultPropertyPlaceholderLocation("false");
        camel.setOverrideProperties(properties);
        try {
            camel.start();
        } catch (Exception e) {
            throw new IllegalStateException("The routes of the migration do not start: " + e.getMessage(), e);
        }
        if (isShown) {
            show(camel.getCamelContext(), port, watched);
        }
    }

    private void show(CamelContext context, int port, WatchedMigration watched) {
        Guard guard = new Guard(settings.text("http.host"), Access.of(settings));
        VertxPlatformHttpRouter router =
                VertxPlatformHttpRouter.lookup(context, VertxPlatformHttpRouter.getRouterNameFromPort(port));
        new Console(guard, settings.text("http.user")).mount(router, context);
        MeterRegistry meters = context.getRegistry().lookupByNameAndType(METERS, MeterRegistry.class);
        watched.measure(meters);
        console.orElseThrow().accept(Application.address(settings.text("http.host"), Integer.toString(port)));
    }

    private static RuntimeException cause(CamelExecutionException e) throws InterruptedException {
        if (e.getCause() instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        return e.getCause() instanceof RuntimeException failure ? failure : e;
    }
}
