package caravan.lake.migration;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.lake.SentimentSchema;
import caravan.lake.migration.oracle.LakeOracle;
import caravan.lake.migration.oracle.LegacyLake;
import caravan.parquet.PartitionedTable;
import caravan.parquet.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with every quirk are read, mapped and refused as the oracle says; with {@code -Dlegacy.rows=N}, N rows. */
class QuirksMappedTest {

    private static final int ROWS = Integer.getInteger("legacy.rows", 1_500);
    private static final int BATCH = 2_000;
    private static final int MEGABYTES = 256;

    @TempDir
    Path directory;

    private final Instant started = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final LegacyMapping mapping = new LegacyMapping(ZoneOffset.UTC, started);
    private final List<Row> batch = new ArrayList<>();

    @Test
    void everyFieldOfEveryRowIsRightAndEveryRejectIsNamed() throws IOException, SQLException {
        LegacyLake.Written legacy =
                LegacyLake.quirky(1, ROWS).write(directory.resolve("legacy"), directory.resolve("truth"));
        Path lake = directory.resolve("lake");
        Path refused = directory.resolve("rejects");
        try (PartitionedTable table = PartitionedTable.open(lake, SentimentSchema.rows(), SentimentSchema.options());
                LegacyDatabase database = new LegacyDatabase(MEGABYTES)) {
            Rejects rejects = new Rejects(refused, database);
            for (LegacyFile file : LegacyFolder.files(legacy.directory())) {
                map(file, database, rejects, table);
            }
            append(table);
            table.publishAll(Instant.now());
        }
        LakeOracle.Findings findings = new LakeOracle(legacy.truth(), ZoneOffset.UTC)
                .withTickersOfFiles()
                .compare(lake, refused, started, Instant.now());
        assertThat(findings.isRight()).as(findings.toString()).isTrue();
    }

    private void map(LegacyFile file, LegacyDatabase database, Rejects rejects, PartitionedTable table) {
        SortedMap<Long, String> reasons = new TreeMap<>();
        try (LegacyReader reader = LegacyReader.open(file, database)) {
            mapping.check(file, reader.schema());
            while (reader.hasNext()) {
                LegacyRow row = reader.next();
                Mapped mapped = mapping.map(file, reader.schema(), row);
                if (mapped instanceof Mapped.Kept kept) {
                    batch.add(kept.row());
                } else if (mapped instanceof Mapped.Refused refused) {
                    reasons.put(row.number(), refused.reason());
                }
                if (batch.size() == BATCH) {
                    append(table);
                }
            }
            rejects.rows(file, reasons);
        } catch (LegacyFileException e) {
            rejects.file(file, e.reason(), reasons);
        }
    }

    private void append(PartitionedTable table) {
        table.append(List.copyOf(batch), Map.of());
        batch.clear();
    }
}
