package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.Caravan;
import caravan.lake.SentimentSchema;
import caravan.lake.migration.Migration;
import caravan.lake.migration.MigrationPlan;
import caravan.lake.migration.MigrationProgress;
import caravan.lake.migration.MigrationReport;
import caravan.lake.migration.MigrationReports;
import caravan.lake.migration.MigrationRequest;
import caravan.lake.migration.Stage;
import caravan.lake.migration.StageReport;
import caravan.lake.migration.oracle.LegacyLake;
import caravan.parquet.PartitionedTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that did not find all its rows again leaves a red report, and that stops the next stage. */
class RedReportTest {

    private static final int ROWS = 120;
    private static final int FILES = 2;

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void theNextStageIsRefusedUntilItIsForced() throws IOException, InterruptedException {
        Path legacy = folder.resolve("legacy");
        LegacyLake.plain(1, ROWS).write(legacy, folder.resolve("truth"));
        List<Path> files = sorted(legacy);
        for (Path file : files.subList(FILES, files.size())) {
            Files.delete(file);
        }
        assertThat(migrate("--dry-run")).isZero();

        StageReport red = sampleOfWhichADayIsLost();
        assertThat(red.green()).isFalse();
        assertThat(red.result().missing()).isNotEmpty();
        Path report = new MigrationReports(folder.resolve("reports")).write(red);
        assertThat(report).content().contains("**Red**", "Not all was found again: row ");

        assertThat(migrate()).as("while the sample is not finished").isEqualTo(1);
        assertThat(err.toString()).contains("rollback " + red.result().run()).hasLineCount(1);
        assertThat(run("rollback", red.result().run(), "--to", lake())).isZero();

        assertThat(migrate()).as("after the sample was taken back").isEqualTo(1);
        assertThat(err.toString())
                .contains(report.resolveSibling("report.json").toString(), "not green", "--sample 10%", "--force")
                .hasLineCount(1);
        assertThat(migrate("--force")).isZero();
        assertThat(migrate()).as("after a green one").isZero();
    }

    /** What no test may do to a lake and only a broken disk does: a day is gone before it is read back. */
    private StageReport sampleOfWhichADayIsLost() throws InterruptedException {
        Path lake = Path.of(lake());
        MigrationRequest request = new MigrationRequest(
                folder.resolve("legacy"), ZoneOffset.UTC, 0.5, folder.resolve("reports"), Instant.now());
        MigrationPlan plan = MigrationPlan.of(request.from(), lake);
        MigrationProgress losing = new Losing(lake);
        try (PartitionedTable table = PartitionedTable.open(lake, SentimentSchema.rows(), SentimentSchema.options())) {
            MigrationReport result = new Migration(table, request, 1, losing).run();
            return StageReport.of(Stage.SAMPLE, lake, plan, result);
        }
    }

    private record Losing(Path lake) implements MigrationProgress {

        @Override
        public void begun(String run, Phase phase, long total) {
            if (phase == Phase.VERIFY) {
                LocalDate first = SentimentSchema.publishedDays(lake).first();
                delete(lake.resolve(".caravan/generations/" + first));
                delete(lake.resolve(".caravan/segments/" + first));
            }
        }

        private static void delete(Path directory) {
            if (!Files.exists(directory)) {
                return;
            }
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String lake() {
        return folder.resolve("lake").toString();
    }

    private int migrate(String... more) {
        return run(Stream.concat(
                        Stream.of(
                                "migrate",
                                "--from",
                                folder.resolve("legacy").toString(),
                                "--to",
                                lake(),
                                "--reports",
                                folder.resolve("reports").toString()),
                        Arrays.stream(more))
                .toArray(String[]::new));
    }

    private int run(String... arguments) {
        err.getBuffer().setLength(0);
        return Caravan.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), arguments);
    }

    private static List<Path> sorted(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
