package caravan.parquet;

import static caravan.parquet.Readings.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnprocessableException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetPartitionEndpointTest {

    private static final Instant TIME = Instant.parse("2025-04-25T10:00:00Z");

    @TempDir
    Path directory;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private Path table;
    private String uri;

    @BeforeEach
    void start() throws Exception {
        Path schema = directory.resolve("readings.schema");
        Files.writeString(schema, Readings.SCHEMA.type().toString());
        table = directory.resolve("table");
        uri =
                "parquet-partition:%s?schema=file:%s&partitionBy=at&key=meter&version=revision&withoutStatistics=note&publishAge=5s"
                        .formatted(table, schema);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:rows").to(uri);
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void rowsAreOnDiskWhenTheProducerReturns() {
        camel.createFluentProducerTemplate()
                .to(uri)
                .withHeader(ParquetPartitionConstants.PROVENANCE, Map.of("queue-0", "3-4"))
                .withBody(List.of(
                        reading(TIME, "m1", 1, 1), Map.of("at", TIME, "meter", "m2", "value", 2.0, "revision", 1L)))
                .send();
        Manifest day = new Manifests(table).of(RowSchema.dayOf(TIME));
        assertThat(day.pendingRows()).isEqualTo(2);
        assertThat(Readings.all(endpoint().table())).hasSize(2);
    }

    @Test
    void oneMapIsARow() {
        camel.createProducerTemplate().sendBody(uri, Map.of("at", TIME, "meter", "m1"));
        assertThat(endpoint().getPendingRows()).isEqualTo(1);
    }

    @Test
    void aWrongRowIsRefusedByItsFieldAndNothingIsAppended() {
        assertThatThrownBy(() -> camel.createProducerTemplate()
                        .sendBody(uri, List.of(reading(TIME, "m1", 1, 1), Map.of("at", TIME, "value", Double.NaN))))
                .isInstanceOf(CamelExecutionException.class)
                .cause()
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("Column value");
        assertThatThrownBy(() -> camel.createProducerTemplate().sendBody(uri, "text"))
                .cause()
                .hasMessageContaining("A row is a map");
        assertThat(endpoint().getPendingRows()).isZero();
    }

    @Test
    void endpointsOfOneDirectoryShareItsTable() {
        ParquetPartitionEndpoint other =
                camel.getEndpoint(uri.replace("publishAge=5s", "publishAge=5000"), ParquetPartitionEndpoint.class);
        assertThat(other).isNotSameAs(endpoint());
        assertThat(other.table()).isSameAs(endpoint().table());
        assertThat(other.table().options().policy().age()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void theConsoleShowsWhatWaitsAndPublishesNow() throws Exception {
        camel.createProducerTemplate().sendBody(uri, Map.of("at", TIME, "meter", "m1"));
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = server
                .queryNames(new ObjectName("org.apache.camel:context=" + camel.getName() + ",type=endpoints,*"), null)
                .stream()
                .filter(found -> found.toString().contains("parquet-partition"))
                .findFirst()
                .orElseThrow();
        assertThat(server.getAttribute(name, "PendingRows")).isEqualTo(1L);
        assertThat(server.invoke(name, "publishNow", new Object[0], new String[0]))
                .isEqualTo(1);
        assertThat(server.getAttribute(name, "PendingRows")).isEqualTo(0L);
        assertThat((String) server.getAttribute(name, "LastPublication")).contains("day=2025-04-25", "rows=1");
    }

    private ParquetPartitionEndpoint endpoint() {
        return camel.getEndpoint(uri, ParquetPartitionEndpoint.class);
    }
}
