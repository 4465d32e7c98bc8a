package caravan.parquet;

import static caravan.parquet.Readings.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import caravan.UnprocessableException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import javax.management.Attribute;
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

    private static final MBeanServer MBEANS = ManagementFactory.getPlatformMBeanServer();

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
                "parquet-partition:%s?schema=file:%s&partitionBy=at&key=meter&version=revision&withoutStatistics=note&publishAge=5s&sortBy=meter,at"
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
        camel.createProducerTemplate()
                .sendBody(
                        uri,
                        List.of(
                                Map.of("at", TIME, "meter", "m1"),
                                Map.of("at", TIME, "meter", "m2"),
                                Map.of("at", TIME.plus(Duration.ofDays(1)), "meter", "m1")));
        assertThat(attributes("PendingRows", "OpenDays", "OpenDayList", "PendingSegments", "LastPublication"))
                .containsExactly(3L, 2, "2025-04-25, 2025-04-26", 2, "none");
        assertThat((long) attribute("PendingBytes")).isPositive();
        await().untilAsserted(
                        () -> assertThat((long) attribute("PendingAgeMillis")).isPositive());

        assertThat(MBEANS.invoke(mbean(), "publishNow", new Object[0], new String[0]))
                .isEqualTo(2);

        assertThat(attributes("PendingRows", "OpenDays", "OpenDayList", "PendingBytes", "PendingAgeMillis"))
                .containsExactly(0L, 0, "", 0L, 0L);
        assertThat(attributes("LastPublicationDay", "LastPublicationRows", "FailedPublications", "LastError"))
                .containsExactly("2025-04-26", 1L, 0, "");
        assertThat(Instant.parse((String) attribute("LastPublicationTime")))
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat((long) attribute("LastPublicationMillis")).isNotNegative();
    }

    @Test
    void theConsoleCompactsNow() throws Exception {
        camel.createProducerTemplate()
                .sendBody(uri, List.of(Map.of("at", TIME, "meter", "m2"), Map.of("at", TIME, "meter", "m1")));

        assertThat(MBEANS.invoke(mbean(), "compactNow", new Object[0], new String[0]))
                .isEqualTo(1);

        assertThat(Readings.all(endpoint().table()))
                .extracting(row -> row.get("meter"))
                .containsExactly("m1", "m2");
        assertThat(MBEANS.invoke(mbean(), "compactNow", new Object[0], new String[0]))
                .isEqualTo(0);
    }

    @Test
    void theConsoleShowsWhatWentWrongUntilItIsRight() throws Exception {
        camel.createProducerTemplate().sendBody(uri, Map.of("at", TIME, "meter", "m1"));
        Path damaged = Damage.generation(table, RowSchema.dayOf(TIME));

        assertThatThrownBy(() -> MBEANS.invoke(mbean(), "publishNow", new Object[0], new String[0]))
                .hasStackTraceContaining(damaged.toString());
        assertThat(attribute("FailedPublications")).isEqualTo(1);
        assertThat((String) attribute("LastError")).contains(damaged.toString());

        Files.delete(damaged);
        MBEANS.invoke(mbean(), "publishNow", new Object[0], new String[0]);
        assertThat(attributes("FailedPublications", "LastError")).containsExactly(0, "");
    }

    private ObjectName mbean() throws Exception {
        return MBEANS
                .queryNames(new ObjectName("org.apache.camel:context=" + camel.getName() + ",type=endpoints,*"), null)
                .stream()
                .filter(found -> found.toString().contains("parquet-partition"))
                .findFirst()
                .orElseThrow();
    }

    private Object attribute(String name) throws Exception {
        return MBEANS.getAttribute(mbean(), name);
    }

    private List<Object> attributes(String... names) throws Exception {
        return MBEANS.getAttributes(mbean(), names).asList().stream()
                .map(Attribute::getValue)
                .toList();
    }

    private ParquetPartitionEndpoint endpoint() {
        return camel.getEndpoint(uri, ParquetPartitionEndpoint.class);
    }
}
