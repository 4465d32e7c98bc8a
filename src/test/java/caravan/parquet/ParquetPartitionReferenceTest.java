package caravan.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The component's reference page says what the catalogue says, and its example runs. */
class ParquetPartitionReferenceTest {

    private static final Path CATALOGUE =
            Path.of("src/generated/resources/META-INF/caravan/parquet/parquet-partition.json");
    private static final Path PAGE = Path.of("docs/reference/parquet-partition.md");
    private static final String BEGIN = "<!-- made from the catalogue -->\n";
    private static final Pattern CODE = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    /** {@code mvn test -Dtest=ParquetPartitionReferenceTest -Dupdate=true} writes the tables anew. */
    @Test
    void theTablesSayWhatTheCatalogueSays() throws IOException {
        String page = Files.readString(PAGE);
        String written = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
        String tables = tables(JsonMapper.generateComponentModel(Files.readString(CATALOGUE)));
        if (Boolean.getBoolean("update")) {
            Files.writeString(PAGE, written + tables);
        }
        assertThat(PAGE)
                .as("stale? mvn test -Dtest=ParquetPartitionReferenceTest -Dupdate=true")
                .hasContent(written + tables);
    }

    @Test
    void theExampleRuns() throws Exception {
        List<String> examples = CODE.matcher(Files.readString(PAGE))
                .results()
                .map(example -> example.group(2))
                .toList();
        Files.writeString(folder.resolve("readings.schema"), examples.get(0));
        Matcher uri = Pattern.compile("\"(parquet-partition:[^\"]*)\"").matcher(examples.get(1));
        assertThat(uri.find()).isTrue();
        String table = uri.group(1)
                .replace("classpath:", "file:" + folder + "/")
                .replace("data/readings", folder.resolve("readings").toString());
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:readings").to(table);
                }
            });
            camel.start();
            camel.createProducerTemplate()
                    .sendBody(
                            "direct:readings",
                            Map.of("at", Instant.parse("2025-04-25T10:00:00Z"), "meter", "m1", "value", 1.5));
            assertThat(camel.getEndpoint(table, ParquetPartitionEndpoint.class)
                            .table()
                            .count(LocalDate.parse("2025-04-25")))
                    .isEqualTo(1);
        }
    }

    private static String tables(ComponentModel model) {
        return table("Options of an address", model.getEndpointOptions())
                + table(
                        "Options of the component alone",
                        model.getComponentOptions().stream()
                                .filter(option -> model.getEndpointOptions().stream()
                                        .noneMatch(other -> other.getName().equals(option.getName())))
                                .toList())
                + table("Headers", model.getEndpointHeaders());
    }

    private static String table(String title, List<? extends BaseOptionModel> options) {
        return "\n## %s\n\n| name | for | type | default | what it is |\n| --- | --- | --- | --- | --- |\n"
                        .formatted(title)
                + options.stream().map(ParquetPartitionReferenceTest::line).collect(Collectors.joining());
    }

    private static String line(BaseOptionModel option) {
        String type = option.getJavaType() == null ? option.getType() : option.getJavaType();
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        option instanceof ComponentModel.EndpointHeaderModel header
                                ? header.getName()
                                : option.getName(),
                        option.getLabel() == null || option.getLabel().isEmpty() ? "" : option.getLabel(),
                        type.replaceAll("\\b[a-z]+(\\.[a-z]+)*\\.(?=[A-Z])", ""),
                        option.getDefaultValue() == null
                                ? option.isRequired() ? "required" : ""
                                : "`" + option.getDefaultValue() + "`",
                        option.getDescription());
    }
}
