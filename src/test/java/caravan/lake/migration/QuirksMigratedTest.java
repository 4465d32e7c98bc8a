package caravan.lake.migration;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.lake.SentimentSchema;
import caravan.lake.migration.oracle.LakeOracle;
import caravan.lake.migration.oracle.LegacyLake;
import caravan.parquet.PartitionedTable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with every quirk are migrated as the oracle says; with {@code -Dlegacy.rows=N}, N rows. */
class QuirksMigratedTest {

    private static final int ROWS = Integer.getInteger("legacy.rows", 1_500);
    private static final int THREADS = 2;

    @TempDir
    Path directory;

    @Test
    void everyFieldOfEveryRowIsRightAndEveryRejectIsNamed() throws IOException, SQLException, InterruptedException {
        assertMigratedAsTheOracleSays(ZoneOffset.UTC);
    }

    @Test
    void timesThatNameNoZoneAreOfTheOneGiven() throws IOException, SQLException, InterruptedException {
        assertMigratedAsTheOracleSays(ZoneId.of("America/New_York"));
    }

    private void assertMigratedAsTheOracleSays(ZoneId zone) throws IOException, SQLException, InterruptedException {
        LegacyLake.Written legacy =
                LegacyLake.quirky(1, ROWS).write(directory.resolve("legacy"), directory.resolve("truth"));
        Path lake = directory.resolve("lake");
        Path reports = directory.resolve("reports");
        Instant processed = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        MigrationRequest request = new MigrationRequest(legacy.directory(), zone, 1, reports, processed);
        MigrationReport report;
        try (PartitionedTable table = PartitionedTable.open(lake, SentimentSchema.rows(), SentimentSchema.options())) {
            report = new Migration(table, request, THREADS, MigrationProgress.NONE).run();
        }
        LakeOracle.Findings findings =
                new LakeOracle(legacy.truth(), zone).compare(lake, reports, processed, processed);
        assertThat(findings.isRight()).as(findings.toString()).isTrue();
        assertThat(report.isVerified()).isTrue();
        assertThat(report.hasRejects()).isTrue();
    }
}
