package caravan.parquet;

import org.apache.camel.spi.Metadata;

/** The headers that the component {@code parquet-partition} reads. */
public final class ParquetPartitionConstants {

    @Metadata(
            label = "producer",
            description = "Where the rows came from: names and values that stay with them in the footers of the files",
            javaType = "java.util.Map<String, String>")
    public static final String PROVENANCE = "CaravanParquetProvenance";

    private ParquetPartitionConstants() {}
}
