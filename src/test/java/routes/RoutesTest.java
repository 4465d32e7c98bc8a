package routes;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testing.RunningCaravan;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.component.kafka.PollOnError;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.junit.jupiter.api.Test;

/** What holds for every route, so that the console can be read and nothing can be lost by an option forgotten. */
class RoutesTest {

    private final CamelContext context = RunningCaravan.shared().context();

    @Test
    void everyRouteHasANameAndSaysWhatItDoes() {
        assertThat(context.getRoutes()).isNotEmpty().allSatisfy(route -> {
            assertThat(route.getRouteId()).as("an id of its own").doesNotMatch("route\\d+");
            if (!isMadeByTheRestDsl(route)) {
                assertThat(route.getDescription())
                        .as("description of " + route.getRouteId())
                        .isNotBlank();
            }
        });
    }

    @Test
    void everyRouteHasItsErrorHandlingByName() {
        Set<String> configurations = Set.of(
                ErrorHandling.ARTICLE,
                ErrorHandling.STORED_ARTICLE,
                ErrorHandling.BATCH,
                ErrorHandling.DELIVERY,
                ErrorHandling.SECOND_DELIVERY,
                ErrorHandling.POLL,
                ErrorHandling.REQUEST,
                ErrorHandling.SCHEDULE,
                ErrorHandling.LAST_RESORT);
        ModelCamelContext model = (ModelCamelContext) context;
        for (RouteDefinition route : model.getRouteDefinitions()) {
            if (!isMadeByTheRestDsl(context.getRoute(route.getRouteId()))) {
                assertThat(route.getRouteConfigurationId())
                        .as(route.getRouteId())
                        .isIn(configurations);
                assertThat(route.getAppliedRouteConfigurationIds())
                        .as("applied to " + route.getRouteId())
                        .containsExactly(route.getRouteConfigurationId());
            }
        }
    }

    @Test
    void everyConsumerCommitsByHandAndReadsAFailedBatchAgain() {
        assertThat(consumers()).hasSize(11).allSatisfy(endpoint -> {
            KafkaConfiguration options = endpoint.getConfiguration();
            assertThat(options.isBatching()).isTrue();
            assertThat(options.isAutoCommitEnable()).isFalse();
            assertThat(options.isAllowManualCommit()).isTrue();
            assertThat(options.isBreakOnFirstError()).isTrue();
            assertThat(options.getPollOnError()).isEqualTo(PollOnError.RECONNECT);
            assertThat(options.getAutoOffsetReset()).isEqualTo("earliest");
            assertThat(options.getGroupId()).isNotBlank();
            assertThat(options.getGroupInstanceId()).endsWith(options.getGroupId());
            assertThat(endpoint.getKafkaManualCommitFactory()).isNull();
        });
    }

    @Test
    void theLanesShareNoTopicAndNoGroup() {
        assertThat(topics("hipri")).hasSize(2).doesNotContainAnyElementsOf(topics("stdpri"));
        assertThat(consumers().stream()
                        .map(endpoint -> endpoint.getConfiguration().getGroupId()))
                .doesNotHaveDuplicates();
    }

    @Test
    void theLanesShareNoStepButTheSetsOfTickersTheAlertsAndTheLake() {
        assertThat(directs("hipri")).isNotEmpty().doesNotContainAnyElementsOf(directs("stdpri"));
        Set<String> shared = targets("hipri");
        shared.retainAll(targets("stdpri"));
        assertThat(shared).containsExactlyInAnyOrder("direct:tickers", "direct:alerts-out", "{{lake.table}}");
        assertThat(targets("hipri")).contains("kafka:{{topic.analyzed.hipri}}");
    }

    /** What a lane's routes hand over to. */
    private Set<String> targets(String lane) {
        ModelCamelContext model = (ModelCamelContext) context;
        return of(lane).map(route -> model.getRouteDefinition(route.getRouteId()))
                .flatMap(route ->
                        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class).stream())
                .map(ToDefinition::getUri)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> topics(String lane) {
        return of(lane).map(Route::getEndpoint)
                .filter(KafkaEndpoint.class::isInstance)
                .map(endpoint -> ((KafkaEndpoint) endpoint).getConfiguration().getTopic())
                .collect(Collectors.toSet());
    }

    private Set<String> directs(String lane) {
        return of(lane).map(route -> route.getEndpoint().getEndpointUri())
                .filter(uri -> uri.startsWith("direct:"))
                .collect(Collectors.toSet());
    }

    private Stream<Route> of(String lane) {
        return context.getRoutes().stream().filter(route -> route.getRouteId().endsWith('-' + lane));
    }

    /** But for the feed's, which follow what is new for those who look on, and have nothing to lose. */
    private List<KafkaEndpoint> consumers() {
        return context.getRoutes().stream()
                .filter(route -> !route.getRouteId().startsWith("feed-"))
                .map(Route::getEndpoint)
                .filter(KafkaEndpoint.class::isInstance)
                .map(KafkaEndpoint.class::cast)
                .toList();
    }

    private static boolean isMadeByTheRestDsl(Route route) {
        return route.getRouteId().startsWith("http-");
    }
}
