package caravan.parquet;

import org.apache.camel.spi.Metadata;

/** The headers that the component {@code parquet-partition} reads and sets. */
public final class ParquetPartitionConstants {

    @Metadata(
            label = "producer",
            description = "Where the rows came from: names and values that stay with them in the footers of the files",
            javaType = "java.util.Map<String, String>")
    public static final String PROVENANCE = "CaravanParquetProvenance";

    @Metadata(label = "consumer", description = "The UTC day of the rows, such as 2025-01-31", javaType = "String")
    public static final String DAY = "CaravanParquetDay";

    @Metadata(
            label = "consumer",
            description = "The position of the first of the rows among those of its day, from 0",
            javaType = "Long")
    public static final String POSITION = "CaravanParquetPosition";

    @Metadata(
            label = "consumer",
            description = "Whether these are the last rows of the range. The exchange property CamelBatchComplete says"
                    + " the same, CamelBatchIndex counts the exchanges from 0, CamelBatchSize is the number of rows",
            javaType = "Boolean")
    public static final String LAST = "CaravanParquetLast";

    @Metadata(
            label = "consumer",
            description = "How often an exchange with these rows has been made, from 1; more than once after it failed",
            javaType = "Integer")
    public static final String ATTEMPT = "CaravanParquetAttempt";

    private ParquetPartitionConstants() {}
}
