package caravan.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Component;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BeanIntrospection;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The component as Camel's tools see it: by the catalogue, by configurers, by its refusals. */
class ParquetPartitionCatalogTest {

    private static final String SCHEME = ParquetPartitionEndpoint.SCHEME;

    @TempDir
    private Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final CamelCatalog catalog = new DefaultCamelCatalog();
    private String uri;

    @BeforeEach
    void start() throws IOException {
        catalog.addComponent(
                SCHEME,
                ParquetPartitionComponent.class.getName(),
                Files.readString(Path.of("src/generated/resources/META-INF/caravan/parquet/parquet-partition.json")));
        Path schema = folder.resolve("readings.schema");
        Files.writeString(schema, Readings.SCHEMA.type().toString());
        uri = "parquet-partition:%s?schema=file:%s&partitionBy=at&key=meter&version=revision"
                .formatted(folder.resolve("table"), schema);
        // Its registration is by reflection.
        camel.disableJMX();
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void everyOptionAndHeaderIsDescribed() {
        ComponentModel model = catalog.componentModel(SCHEME);
        assertThat(model.getJavaType()).isEqualTo(ParquetPartitionComponent.class.getName());
        assertThat(model.isProducerOnly() || model.isConsumerOnly()).isFalse();
        assertThat(Stream.of(model.getComponentOptions(), model.getEndpointOptions(), model.getEndpointHeaders())
                        .flatMap(options -> options.stream().map(BaseOptionModel.class::cast)))
                .hasSizeGreaterThan(30)
                .allSatisfy(option ->
                        assertThat(option.getDescription()).as(option.getName()).isNotBlank());
    }

    @Test
    void theCatalogueTellsARightAddressFromAWrongOne() {
        assertThat(catalog.validateEndpointProperties(uri + "&publishAge=5s&from=2025-01-01")
                        .isSuccess())
                .isTrue();
        EndpointValidationResult wrong = catalog.validateEndpointProperties(
                "parquet-partition:dir?schema=x&key=k&version=v&colour=red&rowsAs=heap");
        assertThat(wrong.getUnknown()).containsExactly("colour");
        assertThat(wrong.getInvalidEnum()).containsOnlyKeys("rowsAs");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    colour=red                    | Unknown parameters=[{colour=red}]
                    zstdLevel=high                | Error binding property (zstdLevel=high)
                    zstdLevel=99                  | 99
                    publishAge=soon               | Error binding property (publishAge=soon)
                    publishGrowth=-1              | Growth by -1.0
                    fileName=../up                | '../up' is not the name of a Parquet file
                    batchSize=0                   | batchSize=0 is not at least 1
                    rowsAs=heap                   | Error binding property (rowsAs=heap)
                    from=yesterday                | from=yesterday is not a day such as 2025-01-31
                    from=2025-02-01&to=2025-01-01 | to=2025-01-01 is before from=2025-02-01
                    partitionBy=nothing           | There is no column nothing
                    key=                          | does not say key
                    """)
    void whatCannotBeIsRefusedByName(String option, String reason) {
        String name = option.substring(0, option.indexOf('='));
        assertThatThrownBy(() -> camel.getEndpoint(uri.replaceAll("&" + name + "=[^&]*", "") + '&' + option))
                .isInstanceOf(ResolveEndpointFailedException.class)
                .hasStackTraceContaining(reason);
    }

    @Test
    void aSchemaThatIsNotThereIsRefusedByName() {
        assertThatThrownBy(() -> camel.getEndpoint("parquet-partition:x?schema=classpath:none.schema&key=a&version=b"))
                .hasStackTraceContaining("none.schema");
    }

    @Test
    void optionsAreSetByConfigurersWithoutReflection() {
        BeanIntrospection introspection = PluginHelper.getBeanIntrospection(camel);
        introspection.setExtendedStatistics(true);
        introspection.resetCounters();

        ParquetPartitionEndpoint endpoint =
                camel.getEndpoint(uri + "&zstdLevel=7&publishAge=5s&rowsAs=row", ParquetPartitionEndpoint.class);

        assertThat(endpoint.getConfiguration().getZstdLevel()).isEqualTo(7);
        assertThat(endpoint.getConfiguration().getPublishAge()).hasSeconds(5);
        assertThat(endpoint.getConfiguration().getRowsAs()).isEqualTo(RowForm.ROW);
        assertThat(introspection.getInvokedCounter()).isZero();
    }

    @Test
    void whatTheComponentSaysHoldsForEndpointsThatSayNothing() {
        Component component = camel.getComponent(SCHEME);
        PropertyConfigurer configurer = component.getComponentPropertyConfigurer();
        PropertyBindingSupport.build()
                .withCamelContext(camel)
                .withTarget(component)
                .withConfigurer(configurer)
                .withIgnoreCase(true)
                .bind(camel, component, new HashMap<>(Map.of("zstdLevel", "9", "publish-age", "7s")));

        ParquetPartitionEndpoint silent = camel.getEndpoint(uri, ParquetPartitionEndpoint.class);
        ParquetPartitionEndpoint other =
                camel.getEndpoint(uri.replace("/table?", "/other?") + "&zstdLevel=1", ParquetPartitionEndpoint.class);

        assertThat(silent.getConfiguration().getZstdLevel()).isEqualTo(9);
        assertThat(silent.getConfiguration().getPublishAge()).hasSeconds(7);
        assertThat(other.getConfiguration().getZstdLevel()).isEqualTo(1);
        assertThat(other.getConfiguration().getPublishAge()).hasSeconds(7);
    }

    @Test
    void addressesAreMadeOfOptions() throws Exception {
        EndpointUriFactory factory = camel.getCamelContextExtension().getEndpointUriFactory(SCHEME);
        assertThat(factory.buildUri(SCHEME, Map.of("directory", "lake", "key", "a,b", "batchSize", 10)))
                .startsWith("parquet-partition:lake?")
                .contains("batchSize=10");
    }
}
