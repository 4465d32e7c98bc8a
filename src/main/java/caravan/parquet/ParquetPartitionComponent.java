package caravan.parquet;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;

/**
 * Makes endpoints of tables of Parquet files: {@code parquet-partition:DIR?schema=…&partitionBy=…&key=…&version=…}.
 *
 * <p>A table that one of its endpoints uses has a health check and, where the Camel registry has a Micrometer registry,
 * meters; the endpoints of one table share them.
 */
@Component(ParquetPartitionEndpoint.SCHEME)
public class ParquetPartitionComponent extends HealthCheckComponent {

    private static final String MICROMETER = "io.micrometer.core.instrument.MeterRegistry";

    @Metadata(description = "The options of endpoints that do not give them themselves")
    private ParquetPartitionConfiguration configuration = new ParquetPartitionConfiguration();

    @Metadata(
            defaultValue = "3",
            description =
                    "How many attempts to publish a table have to fail in succession for its health check to be DOWN;"
                            + " after an append that failed for the disk it is so at once")
    private int unhealthyAfter = 3;

    @Metadata(
            defaultValue = "true",
            label = "advanced",
            description =
                    "Whether tables are measured, where a Micrometer MeterRegistry is found in the Camel registry")
    private boolean metrics = true;

    private final Map<PartitionedTable, Used> used = new HashMap<>();

    private static final class Used {

        private final WatchedTable table;
        private final Optional<HealthCheck> health;
        private int users;

        Used(WatchedTable table, Optional<HealthCheck> health) {
            this.table = table;
            this.health = health;
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining.isBlank()) {
            throw new IllegalArgumentException("%s names no directory: parquet-partition:DIR".formatted(uri));
        }
        ParquetPartitionEndpoint endpoint = new ParquetPartitionEndpoint(uri, this);
        endpoint.setDirectory(remaining);
        endpoint.setConfiguration(configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** As {@link SharedTables#acquire}, and watched while one of this component's endpoints uses it. */
    synchronized WatchedTable acquire(Path directory, RowSchema schema, TableOptions options) {
        PartitionedTable table = SharedTables.acquire(directory, schema, options);
        try {
            Used use = used.computeIfAbsent(table, this::watched);
            use.users++;
            return use.table;
        } catch (RuntimeException e) {
            SharedTables.release(table);
            throw e;
        }
    }

    /** Ends one use of a table that was acquired. */
    synchronized void release(WatchedTable table) {
        Used use = used.get(table.table());
        use.users--;
        if (use.users == 0) {
            used.remove(table.table());
            use.table.close();
            use.health.ifPresent(
                    check -> HealthCheckRegistry.get(getCamelContext()).unregister(check));
        }
        SharedTables.release(table.table());
    }

    private Used watched(PartitionedTable table) {
        WatchedTable watched = new WatchedTable(table, this::listener);
        return new Used(watched, health(watched));
    }

    /** None where camel-health is not on the class path, and nothing of it is touched then. */
    private Optional<HealthCheck> health(WatchedTable table) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(getCamelContext());
        if (registry == null) {
            return Optional.empty();
        }
        HealthCheck health = new TableHealth(table, unhealthyAfter);
        health.setEnabled(isHealthCheckProducerEnabled());
        registry.register(health);
        return Optional.of(health);
    }

    private TableListener listener(WatchedTable table) {
        boolean measurable = metrics && getCamelContext().getClassResolver().resolveClass(MICROMETER) != null;
        // Nothing of Micrometer is touched where there is none.
        return measurable ? TableMeters.of(getCamelContext(), table) : TableListener.NONE;
    }

    public ParquetPartitionConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(ParquetPartitionConfiguration configuration) {
        this.configuration = configuration;
    }

    public int getUnhealthyAfter() {
        return unhealthyAfter;
    }

    public void setUnhealthyAfter(int unhealthyAfter) {
        this.unhealthyAfter = unhealthyAfter;
    }

    public boolean isMetrics() {
        return metrics;
    }

    public void setMetrics(boolean metrics) {
        this.metrics = metrics;
    }
}
