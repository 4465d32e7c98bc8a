package caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.Application;
import caravan.testing.RunningCaravan;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.spi.RestRegistry;
import org.junit.jupiter.api.Test;

/** The description that others make their clients of. */
class OpenApiTest {

    private static final Application CARAVAN = RunningCaravan.shared();

    private static SwaggerParseResult parsed() {
        String description = RunningCaravan.ask("GET", CARAVAN.http().resolve("/api/openapi.json"))
                .body();
        return new OpenAPIV3Parser().readContents(description);
    }

    private static Set<String> described() {
        OpenAPI api = parsed().getOpenAPI();
        Set<String> operations = new TreeSet<>();
        api.getPaths().forEach((path, item) -> item.readOperationsMap()
                .forEach((method, operation) -> operations.add(method + " " + path)));
        return operations;
    }

    @Test
    void itIsValid() {
        assertThat(parsed().getMessages()).isEmpty();
    }

    @Test
    void everyRouteIsInItAndNothingElseButTheStream() {
        Set<String> routes = CARAVAN.context().getRestRegistry().listAllRestServices().stream()
                .filter(service -> !service.getBaseUrl().endsWith("openapi.json"))
                .map(OpenApiTest::operation)
                .filter(operation -> !operation.endsWith("openapi.json"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(routes).isNotEmpty();
        assertThat(described()).containsAll(routes);
        assertThat(described().stream().filter(operation -> !operation.endsWith("/api/stream")))
                .containsExactlyInAnyOrderElementsOf(routes);
    }

    private static String operation(RestRegistry.RestService service) {
        String template = service.getUriTemplate() == null ? "" : service.getUriTemplate();
        return service.getMethod().toUpperCase(Locale.ROOT) + " " + service.getBasePath() + template;
    }

    @Test
    void everyOperationTellsWhatFailsAndWhatItsParametersAre() {
        List<Operation> operations = parsed().getOpenAPI().getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .toList();

        assertThat(operations).allSatisfy(operation -> {
            assertThat(operation.getSummary()).isNotBlank();
            assertThat(operation.getResponses()).containsKey("default");
            if (operation.getParameters() != null) {
                assertThat(operation.getParameters()).allSatisfy(parameter -> assertThat(
                                parameter.get$ref() != null || parameter.getSchema() != null)
                        .isTrue());
            }
        });
    }
}
