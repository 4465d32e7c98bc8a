package caravan.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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
 * Append rows to a table of Parquet files that is partitioned by day.
 *
 * <p>The endpoints of one directory in one process share one {@link PartitionedTable}; it is open while one of them is
 * started.
 */
@UriEndpoint(
        firstVersion = "4.17.0",
        scheme = ParquetPartitionEndpoint.SCHEME,
        title = "Parquet Partition",
        syntax = "parquet-partition:directory",
        producerOnly = true,
        category = {Category.FILE, Category.BIGDATA},
        headersClass = ParquetPartitionConstants.class)
@ManagedResource(description = "A table of Parquet files, partitioned by day")
public class ParquetPartitionEndpoint extends DefaultEndpoint {

    static final String SCHEME = "parquet-partition";

    @UriPath(description = "The directory of the table; it is made where there is none")
    @Metadata(required = true)
    private String directory;

    @UriParam(description = "The columns as Parquet writes a message type: a resource, such as classpath:rows.schema")
    @Metadata(required = true)
    private String schema;

    @UriParam(description = "The timestamp column whose UTC day a row belongs to", defaultValue = "timestamp")
    private String partitionBy = "timestamp";

    @UriParam(description = "The columns, separated by commas, that make two rows of a day the same")
    @Metadata(required = true)
    private String key;

    @UriParam(
            description = "The column, a timestamp or whole number, whose greatest value decides which of them counts")
    @Metadata(required = true)
    private String version;

    @UriParam(description = "Columns of large values, separated by commas, to be written without statistics")
    private String withoutStatistics = "";

    @UriParam(description = "The name of the published file of a day", defaultValue = "data.parquet")
    private String fileName = TableOptions.DEFAULT.fileName();

    @UriParam(description = "About how many bytes one row group holds before compression", defaultValue = "33554432")
    private long rowGroupBytes = TableOptions.DEFAULT.rowGroupBytes();

    @UriParam(description = "About how many bytes one page holds before compression", defaultValue = "1048576")
    private int pageBytes = TableOptions.DEFAULT.pageBytes();

    @UriParam(description = "Compression of published files, 1 (fast) to 22 (small)", defaultValue = "3")
    private int zstdLevel = TableOptions.DEFAULT.zstdLevel();

    @UriParam(description = "The part of its size a day grows by before it is published again", defaultValue = "0.25")
    private double publishGrowth = PublishPolicy.DEFAULT.growth();

    @UriParam(description = "How long a row waits at most to be published", defaultValue = "60s")
    private Duration publishAge = PublishPolicy.DEFAULT.age();

    @UriParam(description = "How long replaced files stay for those who still read them", defaultValue = "60s")
    private Duration grace = TableOptions.DEFAULT.grace();

    private volatile PartitionedTable table;
    private volatile Publication lastPublication;

    public ParquetPartitionEndpoint(String uri, ParquetPartitionComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        return new ParquetPartitionProducer(this);
    }

    /** @throws UnsupportedOperationException always: rows are read with {@link PartitionedTable#read} */
    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("parquet-partition has no consumer; it only takes rows");
    }

    /**
     * The table, to be published from a route of its own.
     *
     * @throws IllegalStateException when the endpoint is not started
     */
    public PartitionedTable table() {
        PartitionedTable open = table;
        if (open == null) {
            throw new IllegalStateException(getEndpointUri() + " is not started");
        }
        return open;
    }

    /** As {@link PartitionedTable#publishDue} at this moment; what it did shows in JMX. */
    public List<Publication> publishDue() {
        return remembered(table().publishDue(Instant.now()));
    }

    @ManagedAttribute(description = "Rows that wait to be published")
    public long getPendingRows() {
        return table().pendingRows();
    }

    @ManagedAttribute(description = "The last publication this endpoint made")
    public String getLastPublication() {
        Publication last = lastPublication;
        return last == null ? "none" : last.toString();
    }

    @ManagedOperation(description = "Publish every day with rows that wait, due or not; returns how many days")
    public int publishNow() {
        return remembered(table().publishAll(Instant.now())).size();
    }

    private List<Publication> remembered(List<Publication> publications) {
        if (!publications.isEmpty()) {
            lastPublication = publications.get(publications.size() - 1);
        }
        return publications;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        table = SharedTables.acquire(Path.of(directory), rowSchema(), options());
    }

    @Override
    protected void doStop() throws Exception {
        PartitionedTable open = table;
        table = null;
        if (open != null) {
            SharedTables.release(open);
        }
        super.doStop();
    }

    private RowSchema rowSchema() throws IOException {
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(getCamelContext(), schema)) {
            return RowSchema.parse(
                    new String(in.readAllBytes(), UTF_8),
                    partitionBy,
                    list(key),
                    version,
                    Set.copyOf(list(withoutStatistics)));
        }
    }

    private TableOptions options() {
        return TableOptions.DEFAULT
                .withFileName(fileName)
                .withRowGroupBytes(rowGroupBytes)
                .withPageBytes(pageBytes)
                .withZstdLevel(zstdLevel)
                .withPolicy(new PublishPolicy(publishGrowth, publishAge))
                .withGrace(grace);
    }

    private static List<String> list(String names) {
        return Arrays.stream(names.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    public String getDirectory() {
        return directory;
    }

    public void setDirectory(String directory) {
        this.directory = directory;
    }

    public String getSchema() {
        return schema;
    }

    public void setSchema(String schema) {
        this.schema = schema;
    }

    public String getPartitionBy() {
        return partitionBy;
    }

    public void setPartitionBy(String partitionBy) {
        this.partitionBy = partitionBy;
    }

    public String getKey() {
        return key;
    }

    public void setKey(String key) {
        this.key = key;
    }

    public String getVersion() {
        return version;
    }

    public void setVersion(String version) {
        this.version = version;
    }

    public String getWithoutStatistics() {
        return withoutStatistics;
    }

    public void setWithoutStatistics(String withoutStatistics) {
        this.withoutStatistics = withoutStatistics;
    }

    public String getFileName() {
        return fileName;
    }

    public void setFileName(String fileName) {
        this.fileName = fileName;
    }

    public long getRowGroupBytes() {
        return rowGroupBytes;
    }

    public void setRowGroupBytes(long rowGroupBytes) {
        this.rowGroupBytes = rowGroupBytes;
    }

    public int getPageBytes() {
        return pageBytes;
    }

    public void setPageBytes(int pageBytes) {
        this.pageBytes = pageBytes;
    }

    public int getZstdLevel() {
        return zstdLevel;
    }

    public void setZstdLevel(int zstdLevel) {
        this.zstdLevel = zstdLevel;
    }

    public double getPublishGrowth() {
        return publishGrowth;
    }

    public void setPublishGrowth(double publishGrowth) {
        this.publishGrowth = publishGrowth;
    }

    public Duration getPublishAge() {
        return publishAge;
    }

    public void setPublishAge(Duration publishAge) {
        this.publishAge = publishAge;
    }

    public Duration getGrace() {
        return grace;
    }

    public void setGrace(Duration grace) {
        this.grace = grace;
    }
}
