package caravan.cli;

import caravan.UnavailableException;
import caravan.config.Settings;
import caravan.lake.LakeTable;
import caravan.lake.migration.Migration;
import caravan.lake.migration.MigrationProgress;
import caravan.lake.migration.MigrationReport;
import caravan.lake.migration.MigrationRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings legacy files into the lake. */
@Command(
        name = "migrate",
        description = "Brings per-ticker Parquet files into the lake, verified, while it is in use.",
        mixinStandardHelpOptions = true)
public final class MigrateCommand implements Callable<Integer> {

    private static final int WITH_REJECTS = 3;

    @Mixin
    private SettingsOptions options;

    @Option(names = "--from", required = true, paramLabel = "DIR", description = "the folder of legacy files")
    private Path from;

    @Option(names = "--to", paramLabel = "LAKE", description = "the lake; that of the settings unless given")
    private Path to;

    @Option(names = "--zone", paramLabel = "ZONE", description = "of timestamps that name none; UTC unless given")
    private ZoneId zone = ZoneOffset.UTC;

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "the processing time of the rows, such as 2026-01-05T10:00:00Z; now unless given")
    private Instant asOf;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Settings settings = to == null ? options.load() : options.load("caravan.lake", to.toString());
        Instant processed = (asOf == null ? Instant.now() : asOf).truncatedTo(ChronoUnit.MILLIS);
        MigrationRequest request = new MigrationRequest(from, zone, 1, settings.path("migration.reports"), processed);
        try (LakeTable lake = new LakeTable(settings.text("lake.table"))) {
            MigrationReport report = new Migration(
                            lake.table(), request, Runtime.getRuntime().availableProcessors(), MigrationProgress.NONE)
                    .run();
            spec.commandLine().getOut().println(report);
            return report.isVerified() ? (report.hasRejects() ? WITH_REJECTS : 0) : 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("The migration was interrupted", e);
        }
    }
}
