package caravan.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import caravan.testing.MeasuredCaravan;
import caravan.testing.PrometheusServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in {@code monitoring}: valid, about metrics that there are, and answered by a real Prometheus. */
class MonitoringTest {

    private static final Path MONITORING = Path.of("monitoring");
    private static final Path RULES = MONITORING.resolve("alerts.yml");
    private static final Path DASHBOARDS = MONITORING.resolve("grafana/dashboards");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern METRIC =
            Pattern.compile("\\b((?:caravan|parquet_partition|camel|jvm|process|system)_\\w+)\\b(?=[{\\[ )]|$)");

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        MeasuredCaravan.shared();
    }

    private static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> alerts() {
        List<JsonNode> alerts = new ArrayList<>();
        read(RULES).path("groups").forEach(group -> group.path("rules").forEach(alerts::add));
        return alerts;
    }

    private static List<Path> dashboards() {
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The expression of each panel, by the dashboard's and the panel's title. */
    private static Map<String, String> queries() {
        Map<String, String> queries = new TreeMap<>();
        for (Path file : dashboards()) {
            JsonNode dashboard = read(file);
            for (JsonNode panel : dashboard.path("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    queries.put(
                            "%s / %s %s"
                                    .formatted(
                                            dashboard.path("title").asText(),
                                            panel.path("title").asText(),
                                            target.path("refId").asText()),
                            target.path("expr")
                                    .asText()
                                    .replace("$__rate_interval", "1m")
                                    .replace("$instance", ".*"));
                }
            }
        }
        return queries;
    }

    private static void promtool(String... arguments) throws IOException, InterruptedException {
        assumeThat(PrometheusServer.isInstalled())
                .as("promtool, of Debian's package prometheus")
                .isTrue();
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(MONITORING.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    @Test
    void theConfigurationCanBeUsed() throws Exception {
        promtool("check", "config", "prometheus.yml");
        // The token is made when its container starts.
        promtool("check", "config", "--syntax-only", "prometheus-compose.yml");
        promtool("check", "rules", "alerts.yml");
    }

    @Test
    void everyAlertFiresWhenItShouldAndNotOnAFineDay() throws Exception {
        promtool("test", "rules", "alerts-test.yml");
        Set<String> fire = new TreeSet<>();
        Set<String> keepSilent = new TreeSet<>();
        for (JsonNode test : read(MONITORING.resolve("alerts-test.yml")).path("tests")) {
            test.path("alert_rule_test")
                    .forEach(expected -> (expected.path("exp_alerts").isEmpty() ? keepSilent : fire)
                            .add(expected.path("alertname").asText()));
        }
        Set<String> names = alerts().stream()
                .map(alert -> alert.path("alert").asText())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(fire).isEqualTo(names);
        assertThat(keepSilent).isEqualTo(names);
    }

    @Test
    void everyAlertSaysWhatItMeansAndWhereToReadWhatToDo() throws IOException {
        String runbook = Files.readString(Path.of("docs/runbook.md"));
        assertThat(alerts()).hasSizeGreaterThan(20).allSatisfy(alert -> {
            String name = alert.path("alert").asText();
            JsonNode annotations = alert.path("annotations");
            assertThat(annotations.path("summary").asText()).isNotBlank();
            assertThat(annotations.path("description").asText()).isNotBlank();
            assertThat(annotations.path("runbook").asText())
                    .isEqualTo("docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(runbook).contains("\n### " + name + "\n");
            assertThat(alert.path("labels").path("severity").asText()).isIn("page", "ticket", "info");
        });
    }

    @Test
    void dashboardsAndRulesAskForMetricsThatThereAre() {
        Set<String> asked = new TreeSet<>();
        Stream.concat(queries().values().stream(), alerts().stream().map(alert -> alert.path("expr")
                        .asText()))
                .forEach(query -> METRIC.matcher(query).results().forEach(metric -> asked.add(metric.group(1))));
        assertThat(asked).hasSizeGreaterThan(40);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(names(MeasuredCaravan.metrics()))
                .containsAll(asked));
    }

    private static Set<String> names(String metrics) {
        return metrics.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void dashboardsHaveDistinctIdsAndAPlaceForEachPanel() {
        List<String> ids = dashboards().stream()
                .map(file -> read(file).path("uid").asText())
                .toList();
        assertThat(ids)
                .containsExactlyInAnyOrder(
                        "caravan-overview", "caravan-lake", "caravan-models", "caravan-migration", "caravan-sources");
        assertThat(dashboards()).allSatisfy(file -> {
            Set<String> taken = new HashSet<>();
            for (JsonNode panel : read(file).path("panels")) {
                JsonNode place = panel.path("gridPos");
                int right = place.path("x").asInt() + place.path("w").asInt();
                assertThat(right).isLessThanOrEqualTo(24);
                for (int x = place.path("x").asInt(); x < right; x++) {
                    for (int y = 0; y < place.path("h").asInt(); y++) {
                        assertThat(taken.add(x + "," + (place.path("y").asInt() + y)))
                                .as("%s: %s lies on another", file, panel.path("title"))
                                .isTrue();
                    }
                }
                assertThat(panel.path("datasource").path("uid").asText())
                        .isEqualTo(read(MONITORING.resolve("grafana/provisioning/datasources/prometheus.yml"))
                                .path("datasources")
                                .path(0)
                                .path("uid")
                                .asText());
            }
        });
    }

    @Test
    void aPrometheusThatCollectsFromCaravanAnswersEveryQuery() {
        assumeThat(PrometheusServer.isInstalled())
                .as("prometheus, Debian's package of that name")
                .isTrue();
        try (PrometheusServer prometheus =
                PrometheusServer.start(folder, MeasuredCaravan.shared().http(), RULES)) {
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
                assertThat(results(prometheus, "count_over_time(up[1m]) > 5")).isNotEmpty();
                assertThat(queries()).allSatisfy((panel, query) -> assertThat(results(prometheus, query))
                        .as("%s: %s", panel, query)
                        .isNotEmpty());
            });
            alerts().forEach(alert -> results(prometheus, alert.path("expr").asText()));
            prometheus.get("/api/v1/rules").path("data").path("groups").forEach(group -> group.path("rules")
                    .forEach(rule -> assertThat(rule.path("health").asText())
                            .as(rule.toString())
                            .isEqualTo("ok")));
        }
    }

    private static JsonNode results(PrometheusServer prometheus, String query) {
        JsonNode answer = prometheus.query(query);
        assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("success");
        return answer.path("data").path("result");
    }
}
