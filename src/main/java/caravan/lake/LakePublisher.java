package caravan.lake;

import caravan.parquet.ParquetPartitionEndpoint;
import caravan.parquet.Publication;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.PropertyInject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes and compacts the days of the lake that are due, through the endpoint that appends to it. Thread-safe. */
public final class LakePublisher {

    private static final Logger LOG = LoggerFactory.getLogger(LakePublisher.class);

    /**
     * @param table the endpoint's URI, as the setting {@code lake.table} has it
     * @return what was published
     */
    public List<Publication> publishDue(Exchange exchange, @PropertyInject("lake.table") String table) {
        List<Publication> published = exchange.getContext()
                .getEndpoint(table, ParquetPartitionEndpoint.class)
                .publishDue();
        published.forEach(publication -> LOG.debug("{}", publication));
        return published;
    }

    /**
     * @param table the endpoint's URI, as the setting {@code lake.table} has it
     * @return what was compacted
     */
    public List<Publication> compactDue(Exchange exchange, @PropertyInject("lake.table") String table) {
        List<Publication> compacted = exchange.getContext()
                .getEndpoint(table, ParquetPartitionEndpoint.class)
                .compactDue();
        compacted.forEach(publication -> LOG.info("Compacted {}", publication));
        return compacted;
    }
}
