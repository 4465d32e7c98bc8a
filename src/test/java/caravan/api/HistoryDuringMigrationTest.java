package caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.Application;
import caravan.lake.SentimentSchema;
import caravan.lake.migration.Migration;
import caravan.lake.migration.MigrationProgress;
import caravan.lake.migration.MigrationReport;
import caravan.lake.migration.MigrationRequest;
import caravan.lake.migration.Rollback;
import caravan.parquet.PartitionedTable;
import caravan.parquet.Row;
import caravan.testing.RunningCaravan;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running Caravan, asked over HTTP while another process migrates into its lake. */
class HistoryDuringMigrationTest {

    private static final Application CARAVAN = RunningCaravan.shared();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TICKER = "OLDANDNEW";
    private static final int LEGACY = 12;

    @TempDir
    private Path folder;

    private PartitionedTable table;
    private int live;

    @BeforeEach
    void open() {
        table = PartitionedTable.open(
                Path.of(CARAVAN.context().resolvePropertyPlaceholders("{{caravan.lake}}")),
                SentimentSchema.rows(),
                SentimentSchema.options());
    }

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void showsLegacyAndNewRowsTogetherEachOnceAtEveryStep() throws Exception {
        arrive();
        writeLegacyFiles(history().get(0));
        Watch watch = new Watch();
        MigrationReport sample = migrate(0.5, watch);
        watch.look("after the sample");
        MigrationReport all = migrate(1, watch);
        watch.look("at the end");
        assertThat(all.isVerified()).isTrue();
        assertThat(watch.looks).isGreaterThan(20);

        new Rollback(table).takeBack(all.run(), MigrationProgress.NONE);
        new Rollback(table).takeBack(sample.run(), MigrationProgress.NONE);
        assertThat(ids()).as("when both were taken back").hasSize(live).allMatch(id -> id.startsWith("new-"));
    }

    private MigrationReport migrate(double sample, Watch watch) throws InterruptedException {
        MigrationRequest request = new MigrationRequest(
                folder.resolve("legacy"), ZoneOffset.UTC, sample, folder.resolve("reports"), Instant.now());
        return new Migration(table, request, 2, watch).run();
    }

    /** Legacy rows of as many days, and one that is in the lake already. */
    private void writeLegacyFiles(JsonNode known) throws Exception {
        Path legacy = Files.createDirectory(folder.resolve("legacy"));
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            statement.execute("""
                    COPY (
                        SELECT TIMESTAMPTZ '2021-12-28 12:00:00Z' + INTERVAL 1 DAY * number AS timestamp, '%1$s' AS ticker,
                            0.5 AS sentiment, 'lexicon' AS model, 'old-' || number AS article_id, 'Old.' AS text
                        FROM range(%2$d) AS numbers(number)
                        UNION ALL
                        SELECT TIMESTAMPTZ '%3$s', '%1$s', 0.5, '%4$s', '%5$s', 'Known.'
                    ) TO '%6$s' (FORMAT parquet)
                    """.formatted(
                            TICKER,
                            LEGACY,
                            known.path("timestamp").asText(),
                            known.path("model").asText(),
                            known.path("article_id").asText(),
                            legacy.resolve("oldandnew_sentiment.parquet")));
        }
    }

    /** A row as the legs bring it, not published yet. */
    private void arrive() {
        live++;
        Instant time = Instant.parse("2021-12-30T08:00:00Z").plusSeconds(live);
        Map<String, Object> values = new HashMap<>();
        values.put(SentimentSchema.TIMESTAMP, time);
        values.put(SentimentSchema.TICKER, TICKER);
        values.put(SentimentSchema.MODEL, "lexicon");
        values.put(SentimentSchema.ARTICLE_ID, "new-" + live);
        values.put(SentimentSchema.ARTICLE_TITLE, "New");
        values.put(SentimentSchema.SOURCE, "wire");
        values.put(SentimentSchema.SOURCE_URL, "");
        values.put(SentimentSchema.TEXT, "New.");
        values.put(SentimentSchema.FETCHED, time);
        values.put(SentimentSchema.PROCESSED, time);
        table.append(List.of(Row.of(SentimentSchema.rows(), values)), Map.of());
    }

    private static List<String> ids() {
        List<String> ids = new ArrayList<>();
        history().forEach(row -> ids.add(row.path("article_id").asText()));
        return ids;
    }

    private static JsonNode history() {
        String path = "/api/tickers/%s/history?from=2021-01-01&to=2022-12-31&limit=1000".formatted(TICKER);
        try {
            return MAPPER.readTree(
                    RunningCaravan.ask("GET", CARAVAN.http().resolve(path)).body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(path, e);
        }
    }

    private final class Watch implements MigrationProgress {

        private boolean isSorted;
        private int looks;

        @Override
        public void begun(String run, Phase phase, long total) {
            look("before " + phase);
            if (phase == Phase.PLACE) {
                arrive();
            }
        }

        @Override
        public void ended(Phase phase) {
            isSorted |= phase == Phase.SORT;
            look("after " + phase);
        }

        @Override
        public void placed(LocalDate day) {
            look("while " + day + " is placed");
        }

        @Override
        public void advanced(Phase phase, long count) {
            if (phase == Phase.PUBLISH) {
                look("while days are published");
            }
        }

        private void look(String when) {
            looks++;
            TreeSet<String> expected = new TreeSet<>();
            for (int number = 1; number <= live; number++) {
                expected.add("new-" + number);
            }
            for (int number = 0; isSorted && number < LEGACY; number++) {
                expected.add("old-" + number);
            }
            assertThat(ids()).as(when).containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
