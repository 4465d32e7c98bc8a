package caravan.parquet;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes endpoints of tables of Parquet files: {@code parquet-partition:DIR?schema=…&partitionBy=…&key=…&version=…}. */
@Component(ParquetPartitionEndpoint.SCHEME)
public class ParquetPartitionComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ParquetPartitionEndpoint endpoint = new ParquetPartitionEndpoint(uri, this);
        endpoint.setDirectory(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
