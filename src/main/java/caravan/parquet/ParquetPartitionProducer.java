package caravan.parquet;

import caravan.UnprocessableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Appends the body, one row or an {@link Iterable} of them, each a {@link Row} or a {@link Map} by column, and returns
 * when they are on disk and everyone who reads the table by its {@link Manifests} sees them. Of a body with a wrong row
 * nothing is appended.
 */
final class ParquetPartitionProducer extends DefaultProducer {

    ParquetPartitionProducer(ParquetPartitionEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public ParquetPartitionEndpoint getEndpoint() {
        return (ParquetPartitionEndpoint) super.getEndpoint();
    }

    @Override
    public void process(Exchange exchange) {
        WatchedTable table = getEndpoint().watched();
        table.append(rows(exchange.getMessage().getBody(), table.table().schema()), provenance(exchange));
    }

    private static List<Row> rows(Object body, RowSchema schema) {
        List<Row> rows = new ArrayList<>();
        if (body instanceof Iterable<?> several) {
            several.forEach(one -> rows.add(row(one, schema)));
        } else {
            rows.add(row(body, schema));
        }
        return rows;
    }

    private static Row row(Object body, RowSchema schema) {
        if (body instanceof Row row) {
            return row;
        }
        if (body instanceof Map<?, ?> values) {
            return Row.of(schema, byName(values));
        }
        throw new UnprocessableException("A row is a map or a Row, not "
                + (body == null ? "null" : body.getClass().getName()));
    }

    private static Map<String, ?> byName(Map<?, ?> values) {
        Map<String, Object> named = new LinkedHashMap<>();
        values.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }

    private static Map<String, String> provenance(Exchange exchange) {
        Map<?, ?> header = exchange.getMessage().getHeader(ParquetPartitionConstants.PROVENANCE, Map.class);
        if (header == null) {
            return Map.of();
        }
        Map<String, String> provenance = new LinkedHashMap<>();
        header.forEach((name, value) -> provenance.put(String.valueOf(name), String.valueOf(value)));
        return provenance;
    }
}
