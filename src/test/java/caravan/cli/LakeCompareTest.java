package caravan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import caravan.Caravan;
import caravan.article.ArticleId;
import caravan.article.ArticleJson;
import caravan.lake.SentimentRows;
import caravan.lake.SentimentSchema;
import caravan.lake.sql.ModelDrift;
import caravan.parquet.PartitionedTable;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two models that scored the same articles. */
class LakeCompareTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    @BeforeEach
    void publish() {
        try (PartitionedTable table =
                PartitionedTable.open(folder.resolve("lake"), SentimentSchema.rows(), SentimentSchema.options())) {
            add(table, "2026-01-05", "a", 0.8, 0.6);
            add(table, "2026-01-05", "b", -0.7, -0.5);
            add(table, "2026-01-06", "c", 0.0, 0.9);
            add(table, "2026-01-06", "d", 0.1, 0.0);
            table.publishAll(Instant.now());
        }
    }

    private static void add(PartitionedTable table, String day, String title, double first, double second) {
        for (Map.Entry<String, Double> score :
                Map.of("one", first, "other", second).entrySet()) {
            String event = """
                    {"event_id":"e","article_id":"%s","timestamp":"%sT12:00:00Z","text":"t","source":"s",
                     "tickers":["AAPL"],"sentiment":%s,"confidence":0.5,"model":"%s",
                     "processing_timestamp_utc":"2026-01-07T12:00:01Z"}""".formatted(ArticleId.of("compared", title), day, score.getValue(), score.getKey());
            table.append(SentimentRows.of(ArticleJson.readAnalysed(event.getBytes(UTF_8))), Map.of());
        }
    }

    private List<JsonNode> compare(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("lake", "compare", "--set", "caravan.data=" + folder, "--json", "one", "other"));
        arguments.addAll(List.of(more));
        StringWriter err = new StringWriter();
        assertThat(Caravan.run(
                        new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new)))
                .as(err.toString())
                .isZero();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    @Test
    void agreementConfusionAndDaysAreTold() throws Exception {
        List<JsonNode> lines = compare();

        JsonNode agreement = lines.get(0);
        assertThat(agreement.path("table").asText()).isEqualTo("agreement");
        assertThat(agreement.path("rows").asInt()).isEqualTo(4);
        assertThat(agreement.path("agreement").asDouble()).isEqualTo(0.75);
        assertThat(agreement.path("kappa").asDouble())
                .as("chance: 1/4 x 2/4 + 2/4 x 1/4 + 1/4 x 1/4 = 5/16")
                .isCloseTo((0.75 - 0.3125) / (1 - 0.3125), within(1e-4));
        assertThat(lines)
                .filteredOn(line -> line.path("table").asText().equals("confusion"))
                .extracting(line -> line.path("first_label").asText()
                        + line.path("negative")
                        + line.path("neutral")
                        + line.path("positive"))
                .containsExactly("negative100", "neutral011", "positive001");
        assertThat(lines)
                .filteredOn(line -> line.path("table").asText().equals("days"))
                .extracting(line -> line.path("day").asText() + " " + line.path("difference"))
                .containsExactly("2026-01-05 0.0", "2026-01-06 0.4");
    }

    @Test
    void aRangeOfDaysMayBeCompared() throws Exception {
        assertThat(compare("--from", "2026-01-06", "--to", "2026-01-06")
                        .get(0)
                        .path("rows")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void driftIsMeasuredOfModelsThatWereThereBefore() {
        ModelDrift drift = new ModelDrift(
                folder.resolve("lake"),
                "256MB",
                folder.resolve("duckdb"),
                new SimpleMeterRegistry(),
                Clock.fixed(Instant.parse("2026-01-06T23:00:00Z"), ZoneOffset.UTC));

        Map<String, Double> drifts = drift.measure();

        // one: all neutral after half positive, half negative
        double half = (0.001 - 0.5) * Math.log(0.001 / 0.5);
        assertThat(drifts.get("one")).isCloseTo(2 * half + (1 - 0.001) * Math.log(1 / 0.001), within(1e-6));
        assertThat(drifts.get("other")).isPositive().isLessThan(drifts.get("one"));
    }
}
