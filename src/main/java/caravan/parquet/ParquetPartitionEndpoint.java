package caravan.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.ResourceHelper;

/**
 * Append rows to a table of Parquet files that is partitioned by day, and replay them.
 *
 * <p>The endpoints of one directory in one process share one {@link PartitionedTable}; it is open while one of them is
 * started.
 */
@UriEndpoint(
        firstVersion = "4.17.0",
        scheme = ParquetPartitionEndpoint.SCHEME,
        title = "Parquet Partition",
        syntax = "parquet-partition:directory",
        category = {Category.FILE, Category.BIGDATA},
        headersClass = ParquetPartitionConstants.class)
@ManagedResource(description = "A table of Parquet files, partitioned by day")
public class ParquetPartitionEndpoint extends DefaultEndpoint {

    static final String SCHEME = "parquet-partition";

    @UriPath(description = "The directory of the table; it is made where there is none")
    @Metadata(required = true)
    private String directory;

    @UriParam
    private ParquetPartitionConfiguration configuration = new ParquetPartitionConfiguration();

    private RowSchema rows;
    private TableOptions options;
    private DayRange range;
    private volatile WatchedTable watched;

    public ParquetPartitionEndpoint(String uri, ParquetPartitionComponent component) {
        super(uri, component);
    }

    @Override
    public ParquetPartitionComponent getComponent() {
        return (ParquetPartitionComponent) super.getComponent();
    }

    @Override
    public Producer createProducer() {
        return new ParquetPartitionProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        ParquetPartitionConsumer consumer = new ParquetPartitionConsumer(this, processor, range);
        configureConsumer(consumer);
        return consumer;
    }

    /**
     * The table, to be read or looked after.
     *
     * @throws IllegalStateException when the endpoint is not started
     */
    public PartitionedTable table() {
        return watched().table();
    }

    /** As {@link #table}; what is done with it by this way shows in JMX, health and meters. */
    WatchedTable watched() {
        WatchedTable open = watched;
        if (open == null) {
            throw new IllegalStateException(getEndpointUri() + " is not started");
        }
        return open;
    }

    /** As {@link PartitionedTable#publishDue} at this moment; what it did shows in JMX, health and meters. */
    public List<Publication> publishDue() {
        return watched().publishDue();
    }

    @ManagedAttribute(description = "Days with rows that wait to be published")
    public int getOpenDays() {
        return watched().pending().days().size();
    }

    @ManagedAttribute(description = "Which days these are")
    public String getOpenDayList() {
        return watched().pending().days().stream().map(LocalDate::toString).collect(Collectors.joining(", "));
    }

    @ManagedAttribute(description = "Rows that wait to be published")
    public long getPendingRows() {
        return watched().pending().rows();
    }

    @ManagedAttribute(description = "The size in bytes of the files these rows are in")
    public long getPendingBytes() {
        return watched().pending().bytes();
    }

    @ManagedAttribute(description = "How many files these rows are in")
    public int getPendingSegments() {
        return watched().pending().segments();
    }

    @ManagedAttribute(description = "How long the oldest of these rows has waited, in milliseconds; 0 when none waits")
    public long getPendingAgeMillis() {
        return watched().pending().age(Instant.now()).toMillis();
    }

    @ManagedAttribute(description = "The last publication of this process")
    public String getLastPublication() {
        return last().map(last -> last.publication().toString()).orElse("none");
    }

    @ManagedAttribute(description = "When that was; empty when there was none")
    public String getLastPublicationTime() {
        return last().map(last -> last.at().toString()).orElse("");
    }

    @ManagedAttribute(description = "Which day that was; empty when there was none")
    public String getLastPublicationDay() {
        return last().map(last -> last.publication().day().toString()).orElse("");
    }

    @ManagedAttribute(description = "How many rows the day had then; -1 when there was none")
    public long getLastPublicationRows() {
        return last().map(last -> last.publication().rows()).orElse(-1L);
    }

    @ManagedAttribute(description = "How long it took in milliseconds; -1 when there was none")
    public long getLastPublicationMillis() {
        return last().map(last -> last.publication().took().toMillis()).orElse(-1L);
    }

    @ManagedAttribute(description = "How many attempts to publish have failed since one succeeded")
    public int getFailedPublications() {
        return watched().account().failedPublications();
    }

    @ManagedAttribute(description = "What went wrong last and has not succeeded since; empty when all is well")
    public String getLastError() {
        return watched()
                .account()
                .lastFailure()
                .map(failure -> failure.at() + " " + failure.cause().getMessage())
                .orElse("");
    }

    @ManagedOperation(description = "Publish every day with rows that wait, due or not; returns how many days")
    public int publishNow() {
        return watched().publishAll().size();
    }

    /** As {@link PartitionedTable#compactDue} at this moment; what it did shows in JMX, health and meters. */
    public List<Publication> compactDue() {
        return watched().compactDue();
    }

    @ManagedOperation(description = "Sort every day that is not sorted, over or not; returns how many days")
    public int compactNow() {
        return watched().compactAll().size();
    }

    private Optional<WatchedTable.Published> last() {
        return watched().account().last();
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        options = configuration.tableOptions();
        range = DayRange.of(configuration.getFrom(), configuration.getTo());
        if (configuration.getBatchSize() < 1) {
            throw new IllegalArgumentException(
                    "batchSize=%s is not at least 1".formatted(configuration.getBatchSize()));
        }
        rows = rowSchema();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        watched = getComponent().acquire(Path.of(directory), rows, options);
    }

    @Override
    protected void doStop() throws Exception {
        WatchedTable open = watched;
        watched = null;
        if (open != null) {
            getComponent().release(open);
        }
        super.doStop();
    }

    private RowSchema rowSchema() throws IOException {
        String resource = given("schema", configuration.getSchema());
        given("partitionBy", configuration.getPartitionBy());
        given("key", configuration.getKey());
        given("version", configuration.getVersion());
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(getCamelContext(), resource)) {
            return configuration.rowSchema(new String(in.readAllBytes(), UTF_8));
        } catch (FileNotFoundException e) {
            throw new IllegalArgumentException("schema=%s is not there".formatted(resource), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("schema=%s: %s".formatted(resource, e.getMessage()), e);
        }
    }

    private String given(String option, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("%s does not say %s".formatted(getEndpointUri(), option));
        }
        return value;
    }

    public String getDirectory() {
        return directory;
    }

    public void setDirectory(String directory) {
        this.directory = directory;
    }

    public ParquetPartitionConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(ParquetPartitionConfiguration configuration) {
        this.configuration = configuration;
    }
}
