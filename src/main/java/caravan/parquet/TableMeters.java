package caravan.parquet;

import caravan.UnavailableException;
import caravan.UnprocessableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.camel.CamelContext;

/** Meters of one table in Micrometer, all with its directory as the tag {@code table}. Thread-safe. */
final class TableMeters implements TableListener {

    private static final String OF_CAMEL = "metricsRegistry";
    private static final String PREFIX = "parquet.partition.";
    private static final String BYTES = "bytes";
    private static final String ROWS = "rows";

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();
    private final Timer append;
    private final Counter appendedRows;
    private final Counter appendedBytes;
    private final Counter appendFailures;
    private final Timer publish;
    private final Counter publishedRows;
    private final Counter publishedBytes;
    private final Counter publishFailures;

    /**
     * Meters in the registry that Camel's own are in (named {@value #OF_CAMEL}), else in the only one there is; none
     * where the Camel registry has no such registry.
     */
    static TableListener of(CamelContext context, WatchedTable table) {
        MeterRegistry registry = context.getRegistry().lookupByNameAndType(OF_CAMEL, MeterRegistry.class);
        if (registry == null) {
            registry = context.getRegistry().findSingleByType(MeterRegistry.class);
        }
        return registry == null ? TableListener.NONE : new TableMeters(registry, table);
    }

    private TableMeters(MeterRegistry registry, WatchedTable table) {
        this.registry = registry;
        this.tags = Tags.of("table", table.table().directory().toString());
        this.append = timer("append", "Appends, from the rows to the disk");
        this.appendedRows = counter("appended.rows", ROWS, "Rows appended");
        this.appendedBytes = counter("appended.bytes", BYTES, "Size of what was appended, as written");
        this.appendFailures = counter("append.failures", null, "Appends that failed for the disk");
        this.publish = timer("publish", "Publications of a day, until outsiders could see it");
        this.publishedRows = counter("published.rows", ROWS, "Rows published, with each publication those of its day");
        this.publishedBytes = counter("published.bytes", BYTES, "Size of what was published");
        this.publishFailures = counter("publish.failures", null, "Attempts to publish that failed for some day");
        gauge("pending.rows", ROWS, "Rows that wait to be published", table, pending -> (double) pending.rows());
        gauge("pending.bytes", BYTES, "Size of the files they are in", table, pending -> (double) pending.bytes());
        gauge("pending.segments", null, "How many files they are in", table, pending -> pending.segments());
        gauge("open.days", null, "Days with rows that wait", table, pending -> pending.days()
                .size());
        gauge(
                "pending.age",
                "seconds",
                "How long the oldest of them has waited",
                table,
                pending -> pending.age(Instant.now()).toMillis() / 1000.0);
    }

    private Timer timer(String name, String description) {
        return kept(
                Timer.builder(PREFIX + name).description(description).tags(tags).register(registry));
    }

    private Counter counter(String name, String unit, String description) {
        return kept(Counter.builder(PREFIX + name)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry));
    }

    private void gauge(
            String name, String unit, String description, WatchedTable table, ToDoubleFunction<Pending> value) {
        kept(Gauge.builder(PREFIX + name, table, watched -> read(watched, value))
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry));
    }

    private <M extends Meter> M kept(M meter) {
        meters.add(meter);
        return meter;
    }

    /** A gauge that cannot be read is not a number; the health check says why. */
    private static double read(WatchedTable table, ToDoubleFunction<Pending> value) {
        try {
            return value.applyAsDouble(table.pending());
        } catch (UnavailableException | UnprocessableException e) {
            return Double.NaN;
        }
    }

    @Override
    public void appended(long rows, long bytes, Duration took) {
        append.record(took);
        appendedRows.increment((double) rows);
        appendedBytes.increment((double) bytes);
    }

    @Override
    public void appendFailed() {
        appendFailures.increment();
    }

    @Override
    public void published(Publication publication) {
        publish.record(publication.took());
        publishedRows.increment((double) publication.rows());
        publishedBytes.increment((double) publication.bytes());
    }

    @Override
    public void publishFailed() {
        publishFailures.increment();
    }

    @Override
    public void close() {
        meters.forEach(registry::remove);
    }
}
