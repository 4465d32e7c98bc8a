package caravan.lake.migration.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.lake.SentimentSchema;
import caravan.lake.migration.oracle.LakeOracle.Findings;
import caravan.lake.migration.oracle.Truth.Outcome;
import caravan.parquet.PartitionedTable;
import caravan.parquet.Row;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oracle is worth something only if it finds a lake right that is, and every fault in one that is not. */
class LakeOracleTest {

    private static final Instant MIGRATED = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    static Path directory;

    private static Path truth;
    private static List<Map<String, Object>> right;
    private static List<String> rejects;
    private static Path rightLake;

    @BeforeAll
    static void make() throws IOException, SQLException {
        LegacyLake legacy = LegacyLake.quirky(3, 700, 500);
        truth = legacy.write(directory.resolve("legacy"), directory.resolve("truth"))
                .truth();
        right = new ArrayList<>();
        legacy.kept(row -> right.add(values(row)));
        rejects = rejects();
        rightLake = lake("right", right);
    }

    @Test
    void aLakeMadeOfTheTruthIsRight() throws IOException, SQLException {
        Findings findings = findings(rightLake, rejects);
        assertThat(findings.isRight()).as(findings.toString()).isTrue();
        assertThat(findings.expected()).isEqualTo(right.size()).isEqualTo(findings.actual());
        assertThat(findings.fields()).hasSize(SentimentSchema.rows().columns().size());
    }

    @Test
    void aFieldThatIsWrongIsCountedAndARowThatIsMissingOrTooManyIsNamed() throws IOException, SQLException {
        long payloads = right.stream()
                .filter(row -> row.get(SentimentSchema.RAW_PAYLOAD) != null)
                .count();
        List<Map<String, Object>> rows = new ArrayList<>();
        right.forEach(row -> rows.add(new HashMap<>(row)));
        rows.forEach(row -> row.put(SentimentSchema.RAW_PAYLOAD, "{}"));
        rows.get(0).put(SentimentSchema.TEXT, "[HISTORICAL DATA]");
        rows.get(0).put(SentimentSchema.CONFIDENCE, -0.0001);
        rows.get(3).put(SentimentSchema.FETCHED, MIGRATED);
        rows.get(6).put(SentimentSchema.PROCESSED, MIGRATED.minusSeconds(9));
        rows.get(9).compute(SentimentSchema.TIMESTAMP, (name, time) -> ((Instant) time).plus(1, ChronoUnit.DAYS));
        Map<String, Object> again = new HashMap<>(rows.get(12));
        again.put(SentimentSchema.MODEL, "zero");
        rows.add(again);
        // All of these are of the last generation's file for all tickers, and their titles tell them apart.
        rows.remove(right.size() - 1);
        Findings findings = findings(lake("wrong", rows), rejects);
        assertThat(findings.isRight()).isFalse();
        assertThat(wrong(findings))
                .as(findings.toString())
                .containsOnly(
                        Map.entry("text", 1L),
                        Map.entry("confidence", 1L),
                        Map.entry("fetch_timestamp_utc", 1L),
                        Map.entry("processing_timestamp_utc", 1L),
                        Map.entry("timestamp", 1L),
                        Map.entry("day", 1L));
        assertThat(findings.faults().get("fields wrong").count()).isEqualTo(6);
        assertThat(findings.faults().get("rows missing").count()).isEqualTo(1);
        assertThat(findings.faults().get("rows too many").count()).isEqualTo(1);
        assertThat(findings.faults().get("payloads wrong").count())
                .isEqualTo(payloads)
                .isPositive();
    }

    @Test
    void rejectsThatAreNotNamedOrNamedWronglyAreFound() throws IOException, SQLException {
        List<String> lines = new ArrayList<>(rejects);
        lines.remove(0);
        lines.set(1, lines.get(1).replaceAll("\"reason\":\"[^\"]*\"", "\"reason\":\"because\""));
        lines.add("{\"file\":\"aapl_sentiment.parquet\",\"row\":0,\"reason\":\"timestamp missing\"}");
        Findings findings = findings(rightLake, lines);
        assertThat(findings.faults().get("refused and not named").count()).isEqualTo(1);
        assertThat(findings.faults().get("refused for another reason").count()).isEqualTo(1);
        assertThat(findings.faults().get("named and not to be refused").count()).isEqualTo(1);
    }

    private static Map<String, Long> wrong(Findings findings) {
        Map<String, Long> wrong = new HashMap<>();
        findings.fields().forEach((name, field) -> {
            if (field.wrong() > 0) {
                wrong.put(name, field.wrong());
            }
        });
        return wrong;
    }

    private static Path lake(String name, List<Map<String, Object>> rows) {
        Path lake = directory.resolve(name);
        try (PartitionedTable table = PartitionedTable.open(lake, SentimentSchema.rows(), SentimentSchema.options())) {
            table.append(
                    rows.stream()
                            .map(row -> Row.of(SentimentSchema.rows(), row))
                            .toList(),
                    Map.of());
            table.publishAll(Instant.now());
        }
        return lake;
    }

    private static Findings findings(Path lake, List<String> lines) throws IOException, SQLException {
        Path folder = Files.createTempDirectory(directory, "rejects");
        Files.createDirectories(folder.resolve("deep"));
        Files.write(folder.resolve("deep").resolve("a.parquet.reasons.jsonl"), lines);
        return new LakeOracle(truth, ZoneOffset.UTC).compare(lake, folder, MIGRATED, MIGRATED.plusSeconds(1));
    }

    private static Map<String, Object> values(MadeRow row) {
        assertThat(row.outcome).isEqualTo(Outcome.KEPT);
        Map<String, Object> values = new HashMap<>();
        Instant time = Instant.EPOCH.plus(row.stamp.micros(), ChronoUnit.MICROS);
        values.put(SentimentSchema.TIMESTAMP, time);
        values.put(SentimentSchema.TICKER, row.ticker);
        values.put(SentimentSchema.ARTICLE_TITLE, row.title);
        values.put(SentimentSchema.SENTIMENT, row.sentiment);
        values.put(SentimentSchema.CONFIDENCE, row.confidence);
        values.put(SentimentSchema.SOURCE, row.source);
        values.put(SentimentSchema.SOURCE_URL, row.url);
        values.put(SentimentSchema.MODEL, row.model);
        values.put(SentimentSchema.ARTICLE_ID, row.articleId);
        values.put(SentimentSchema.TEXT, row.text.toString());
        values.put(SentimentSchema.FETCHED, time);
        values.put(SentimentSchema.PROCESSED, MIGRATED);
        if (!row.payload.isEmpty()) {
            values.put(
                    SentimentSchema.RAW_PAYLOAD,
                    "{\"event\":{},\"source\":%s}"
                            .formatted(row.payload.toString().replace(":null", ":\"any\"")));
        }
        return values;
    }

    private static List<String> rejects() throws SQLException, IOException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = LakeOracle.open();
                PreparedStatement statement = LakeOracle.prepare(connection, "told-refused", truth + "/*.parquet");
                ResultSet refused = statement.executeQuery()) {
            while (refused.next()) {
                Map<String, Object> line = new HashMap<>();
                line.put("file", refused.getString("file"));
                line.put("row", refused.getObject("row"));
                line.put("reason", refused.getString("reason").replace('_', ' '));
                lines.add(new ObjectMapper().writeValueAsString(line));
            }
        }
        return lines;
    }
}
