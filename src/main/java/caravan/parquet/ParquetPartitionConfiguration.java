package caravan.parquet;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/**
 * The options of an endpoint, and of a component the values its endpoints have unless they say otherwise. What the
 * descriptions say is the documentation. Not thread-safe.
 */
@UriParams
public class ParquetPartitionConfiguration implements Cloneable {

    @UriParam(description = "The columns as Parquet writes a message type: a resource, such as classpath:rows.schema")
    @Metadata(required = true)
    private String schema;

    @UriParam(description = "The timestamp column whose UTC day a row belongs to", defaultValue = "timestamp")
    private String partitionBy = "timestamp";

    @UriParam(description = "The columns, separated by commas, that make two rows of a day the same")
    @Metadata(required = true)
    private String key;

    @UriParam(
            description =
                    "The column, a timestamp or whole number, whose greatest value decides which of two rows with the same key counts")
    @Metadata(required = true)
    private String version;

    @UriParam(
            label = "advanced",
            description = "Columns of large values, separated by commas, to be written without statistics")
    private String withoutStatistics = "";

    @UriParam(description = "The name of the published file of a day", defaultValue = "data.parquet")
    private String fileName = TableOptions.DEFAULT.fileName();

    @UriParam(
            label = "advanced",
            description =
                    "About how many bytes one row group of a published file holds before compression; a compacted file's holds twice as much",
            defaultValue = "33554432")
    private long rowGroupBytes = TableOptions.DEFAULT.rowGroupBytes();

    @UriParam(
            label = "advanced",
            description =
                    "About how many bytes one page holds before compression; a compacted file's holds four times as much",
            defaultValue = "1048576")
    private int pageBytes = TableOptions.DEFAULT.pageBytes();

    @UriParam(
            label = "advanced",
            description =
                    "Compression of compacted files, 1 (fast) to 22 (small); others are written as fast as can be",
            defaultValue = "6")
    private int zstdLevel = TableOptions.DEFAULT.zstdLevel();

    @UriParam(
            description = "The part of its size a day grows by before it is due to be published again",
            defaultValue = "0.25")
    private double publishGrowth = PublishPolicy.DEFAULT.growth();

    @UriParam(description = "How long a row waits at most until its day is due to be published", defaultValue = "60s")
    private Duration publishAge = PublishPolicy.DEFAULT.age();

    @UriParam(
            label = "advanced",
            description =
                    "How many bytes may be written in 36 hours for each byte that a day has in the end, segments and compaction included; what does not fit waits",
            defaultValue = "8")
    private double publishBudget = PublishPolicy.DEFAULT.budget();

    @UriParam(
            label = "advanced",
            description =
                    "How many segments of a day wait before they are merged into one, and as many of those into one again",
            defaultValue = "24")
    private int mergeAt = TableOptions.DEFAULT.mergeAt();

    @UriParam(
            description =
                    "The columns, separated by commas, that a day is sorted by when it is compacted; days are not compacted unless given")
    private String sortBy = "";

    @UriParam(
            label = "advanced",
            description = "Columns, separated by commas, that get a Bloom filter when a day is compacted")
    private String bloomFilters = "";

    @UriParam(description = "How long after its end a day is due to be compacted", defaultValue = "1h")
    private Duration compactAfter = TableOptions.DEFAULT.compaction().after();

    @UriParam(
            label = "advanced",
            description = "The timestamp column that stands in for partitionBy in a row that has none")
    private String partitionFallback = "";

    @UriParam(
            label = "advanced",
            description = "The text column that gets a UUID made of the row's content where a row has none")
    private String contentId = "";

    @UriParam(
            description = "How long replaced files stay for those who still read them; a second is the least to use",
            defaultValue = "60s")
    private Duration grace = TableOptions.DEFAULT.grace();

    @UriParam(
            label = "consumer",
            description = "The first day to replay, such as 2025-01-31; the first there is unless given")
    private String from = "";

    @UriParam(
            label = "consumer",
            description = "The last day to replay, itself included; the last there is unless given")
    private String to = "";

    @UriParam(
            label = "consumer",
            description = "How many rows an exchange holds at most; all of one day",
            defaultValue = "500")
    private int batchSize = 500;

    @UriParam(
            label = "consumer",
            description =
                    "What the rows of an exchange are: a map by column, or a caravan.parquet.Row, which costs less where rows are only passed on",
            defaultValue = "MAP")
    private RowForm rowsAs = RowForm.MAP;

    @UriParam(label = "consumer", description = "How long to rest between two exchanges", defaultValue = "0")
    private Duration delay = Duration.ZERO;

    @UriParam(
            label = "consumer",
            description =
                    "How long to wait before rows are tried again that could not be read or whose exchange failed",
            defaultValue = "1s")
    private Duration redeliveryDelay = Duration.ofSeconds(1);

    /** One of its own, to be changed without changing this one. */
    public ParquetPartitionConfiguration copy() {
        try {
            return (ParquetPartitionConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    /**
     * How the table is written.
     *
     * @throws IllegalArgumentException when an option is out of range
     */
    TableOptions tableOptions() {
        return TableOptions.DEFAULT
                .withFileName(fileName)
                .withRowGroupBytes(rowGroupBytes)
                .withPageBytes(pageBytes)
                .withZstdLevel(zstdLevel)
                .withPolicy(new PublishPolicy(publishGrowth, publishAge, publishBudget))
                .withMergeAt(mergeAt)
                .withCompaction(new TableOptions.Compaction(list(sortBy), Set.copyOf(list(bloomFilters)), compactAfter))
                .withGrace(grace);
    }

    /**
     * The columns, in the words of {@code messageType}.
     *
     * @throws IllegalArgumentException when they are not such that these options fit
     */
    RowSchema rowSchema(String messageType) {
        RowSchema.Defaults defaults = new RowSchema.Defaults(
                list(partitionFallback).stream().findFirst(),
                list(contentId).stream().findFirst());
        return RowSchema.parse(messageType, partitionBy, list(key), version, Set.copyOf(list(withoutStatistics)))
                .withDefaults(defaults);
    }

    private static List<String> list(String names) {
        return Arrays.stream(names.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
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

    public double getPublishBudget() {
        return publishBudget;
    }

    public void setPublishBudget(double publishBudget) {
        this.publishBudget = publishBudget;
    }

    public int getMergeAt() {
        return mergeAt;
    }

    public void setMergeAt(int mergeAt) {
        this.mergeAt = mergeAt;
    }

    public String getSortBy() {
        return sortBy;
    }

    public void setSortBy(String sortBy) {
        this.sortBy = sortBy;
    }

    public String getBloomFilters() {
        return bloomFilters;
    }

    public void setBloomFilters(String bloomFilters) {
        this.bloomFilters = bloomFilters;
    }

    public Duration getCompactAfter() {
        return compactAfter;
    }

    public void setCompactAfter(Duration compactAfter) {
        this.compactAfter = compactAfter;
    }

    public String getPartitionFallback() {
        return partitionFallback;
    }

    public void setPartitionFallback(String partitionFallback) {
        this.partitionFallback = partitionFallback;
    }

    public String getContentId() {
        return contentId;
    }

    public void setContentId(String contentId) {
        this.contentId = contentId;
    }

    public Duration getGrace() {
        return grace;
    }

    public void setGrace(Duration grace) {
        this.grace = grace;
    }

    public String getFrom() {
        return from;
    }

    public void setFrom(String from) {
        this.from = from;
    }

    public String getTo() {
        return to;
    }

    public void setTo(String to) {
        this.to = to;
    }

    public int getBatchSize() {
        return batchSize;
    }

    public void setBatchSize(int batchSize) {
        this.batchSize = batchSize;
    }

    public RowForm getRowsAs() {
        return rowsAs;
    }

    public void setRowsAs(RowForm rowsAs) {
        this.rowsAs = rowsAs;
    }

    public Duration getDelay() {
        return delay;
    }

    public void setDelay(Duration delay) {
        this.delay = delay;
    }

    public Duration getRedeliveryDelay() {
        return redeliveryDelay;
    }

    public void setRedeliveryDelay(Duration redeliveryDelay) {
        this.redeliveryDelay = redeliveryDelay;
    }
}
