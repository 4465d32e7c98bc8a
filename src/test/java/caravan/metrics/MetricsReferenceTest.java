package caravan.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testing.MeasuredCaravan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} names what a running Caravan measures: no more, no less. */
class MetricsReferenceTest {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(caravan_\\w+)` \\| (\\w+) \\|([^|]*)\\|([^|]*)\\| [^|]{10,}\\|$");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (caravan_\\w+) (\\w+)$");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(caravan_\\w+)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Set<String> OF_THE_FORMAT = Set.of("le", "quantile", "camelContext");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private record Metric(String type, Set<String> labels) {}

    @BeforeAll
    static void start() {
        MeasuredCaravan.shared();
    }

    @Test
    void everyMetricIsInTheReferenceWithItsTypeAndLabelsAndNothingElseIs() throws IOException {
        Map<String, Metric> described = described();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(measured().keySet()).containsAll(described.keySet()));
        assertThat(measured()).containsExactlyEntriesOf(described);
    }

    @Test
    void unitsAreBaseUnitsInTheName() throws IOException {
        assertThat(described().keySet()).noneMatch(name -> name.matches(".*_(ms|millis|minutes|kb|mb|percent)(_.*)?"));
        Matcher rows = ROW.matcher(Files.readString(Path.of("docs/metrics.md")));
        while (rows.find()) {
            String unit = rows.group(3).strip();
            if (Set.of("seconds", "bytes").contains(unit)) {
                assertThat(rows.group(1)).contains("_" + unit);
            }
        }
    }

    @Test
    void everyLegTellsHowSoonAndFromWhichSourceItsArticlesCame() {
        for (String leg : List.of("analyse-hipri", "analyse-stdpri", "live-stdpri", "lake-stdpri", "alerts-stdpri")) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(MeasuredCaravan.metrics())
                    .containsPattern("caravan_articles_total\\{leg=\"%s\",outcome=\"done\"} [1-9]".formatted(leg))
                    .containsPattern("caravan_leg_latency_seconds_count\\{leg=\"%s\"} [1-9]".formatted(leg))
                    .containsPattern("caravan_article_latency_seconds_count\\{leg=\"%s\"} [1-9]".formatted(leg)));
        }
        for (String leg : List.of("scrape", "enrich", "analyse", "live", "lake", "alerts")) {
            assertThat(MeasuredCaravan.metrics())
                    .containsPattern(
                            "caravan_source_articles_total\\{leg=\"%s\",outcome=\"\\w+\",source=\"measured-news\"} [1-9]"
                                    .formatted(leg));
        }
    }

    @Test
    void theLatestDaysOfTheLakeAreToldByTheirAge() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(MeasuredCaravan.metrics())
                .contains("caravan_lake_day_rows{days_ago=\"3\"} 1.0")
                .contains("caravan_lake_day_row_groups{days_ago=\"3\"} 1.0")
                .contains("caravan_lake_day_files{days_ago=\"2\"} 0.0")
                .contains("caravan_lake_day_published_timestamp_seconds{days_ago=\"2\"} 0.0"));
    }

    @Test
    void labelsHaveFewValues() {
        Map<String, Long> series = SAMPLE.matcher(MeasuredCaravan.metrics())
                .results()
                .collect(Collectors.groupingBy(sample -> sample.group(1), TreeMap::new, Collectors.counting()));
        assertThat(series)
                .isNotEmpty()
                .allSatisfy((name, count) -> assertThat(count).as(name).isLessThan(200));
    }

    private static Map<String, Metric> described() throws IOException {
        Map<String, Metric> described = new TreeMap<>();
        Matcher rows = ROW.matcher(Files.readString(Path.of("docs/metrics.md")));
        while (rows.find()) {
            Set<String> labels = new TreeSet<>();
            Matcher words = Pattern.compile("`(\\w+)`").matcher(rows.group(4).replaceAll("\\([^)]*\\)", ""));
            while (words.find()) {
                labels.add(words.group(1));
            }
            described.put(rows.group(1), new Metric(rows.group(2), labels));
        }
        assertThat(described).hasSizeGreaterThan(30);
        return described;
    }

    private static Map<String, Metric> measured() {
        String metrics = MeasuredCaravan.metrics();
        Map<String, String> types = TYPE.matcher(metrics)
                .results()
                .collect(Collectors.toMap(type -> type.group(1), type -> type.group(2), (a, b) -> a, TreeMap::new));
        // Micrometer adds the largest of the last minutes to each histogram and summary.
        types.keySet().removeIf(name -> name.endsWith("_max") && types.containsKey(name.replaceFirst("_max$", "")));
        Map<String, Metric> measured = new TreeMap<>();
        types.forEach((name, type) -> measured.put(name, new Metric(type, new TreeSet<>())));
        SAMPLE.matcher(metrics).results().forEach(sample -> {
            String name = Arrays.asList("", "_bucket", "_sum", "_count").stream()
                    .filter(sample.group(1)::endsWith)
                    .map(suffix -> sample.group(1).substring(0, sample.group(1).length() - suffix.length()))
                    .filter(measured::containsKey)
                    .findFirst()
                    .orElse("");
            if (measured.containsKey(name) && sample.group(2) != null) {
                LABEL.matcher(sample.group(2))
                        .results()
                        .map(label -> label.group(1))
                        .filter(label -> !OF_THE_FORMAT.contains(label))
                        .forEach(measured.get(name).labels()::add);
            }
        });
        return measured;
    }
}
