package caravan.lake;

import caravan.UnavailableException;
import caravan.parquet.ParquetPartitionEndpoint;
import caravan.parquet.PartitionedTable;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The lake's table as its setting describes it, opened for a command while no route runs here; other processes may have it
 * open, too. Thread-safe.
 */
public final class LakeTable implements AutoCloseable {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ParquetPartitionEndpoint endpoint;

    /**
     * @param uri the setting {@code lake.table}
     * @throws caravan.UnavailableException when the disk fails
     * @throws ResolveEndpointFailedException when the setting is wrong
     */
    public LakeTable(String uri) {
        try {
            camel.start();
            endpoint = camel.getEndpoint(uri, ParquetPartitionEndpoint.class);
        } catch (ResolveEndpointFailedException e) {
            close();
            // What the disk says is of more use than the whole setting.
            throw e.getCause() instanceof UnavailableException disk ? disk : e;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public PartitionedTable table() {
        return endpoint.table();
    }

    @Override
    public void close() {
        camel.stop();
    }
}
