package caravan.cli;

import caravan.MigrationApplication;
import caravan.UnavailableException;
import caravan.config.Settings;
import caravan.lake.LakeTable;
import caravan.lake.migration.Migration;
import caravan.lake.migration.MigrationPlan;
import caravan.lake.migration.MigrationProgress;
import caravan.lake.migration.MigrationReport;
import caravan.lake.migration.MigrationReports;
import caravan.lake.migration.MigrationRequest;
import caravan.lake.migration.Rehearsal;
import caravan.lake.migration.Stage;
import caravan.lake.migration.StageReport;
import caravan.lake.migration.WatchedMigration;
import caravan.parquet.PartitionedTable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Brings legacy files into the lake. */
@Command(
        name = "migrate",
        description = {
            "Brings per-ticker Parquet files into the lake, verified, while it is in use; one that was interrupted is gone"
                    + " on with. docs/migrate.md tells how.",
            "First --dry-run, then --sample 10%%, then without either: none begins when the last report is not green."
                    + " The exit status is 0 when all is in the lake, 3 when something is in the rejects instead, 1"
                    + " when it failed."
        },
        mixinStandardHelpOptions = true)
public final class MigrateCommand implements Callable<Integer> {

    private static final int WITH_REJECTS = 3;
    private static final double ALL = 100;

    @Mixin
    private SettingsOptions options;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "DIR",
            description = "the folder of legacy files; only read")
    private Path from;

    @Option(names = "--to", paramLabel = "LAKE", description = "the lake; that of the settings unless given")
    private Path to;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            converter = ZoneConverter.class,
            description = "of timestamps that name none, such as America/New_York; UTC unless given")
    private ZoneId zone = ZoneOffset.UTC;

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description =
                    "the processing time of the rows, such as 2026-01-05T10:00:00Z, and the name of the run; now unless"
                            + " given. The same files and time give new days the same bytes.")
    private Instant asOf;

    @Option(
            names = "--sample",
            paramLabel = "PERCENT",
            description = "publish only that part of the rows, such as 10%%")
    private String sample = "100";

    @Option(names = "--dry-run", description = "write nothing but a report: what would be brought, changed and refused")
    private boolean isDryRun;

    @Option(
            names = "--reports",
            paramLabel = "DIR",
            description = "where each run leaves its report and rejects; the setting migration.reports unless given")
    private Path reports;

    @Option(names = "--threads", paramLabel = "N", description = "files and days at a time; the cores unless given")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--force", description = "whatever the last report says, and however little room there is")
    private boolean isForced;

    @Option(
            names = "--console",
            description = "show the run as routes, an MBean and meters over HTTP; standard error says where")
    private boolean isShown;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        MigrationPlan.prepare();
        Settings settings = to == null ? options.load() : options.load("caravan.lake", to.toString());
        MigrationRequest request = request(settings);
        MigrationReports folder = new MigrationReports(request.reports());
        Path lake = settings.path("caravan.lake");
        request.checkApart(lake);
        Stage stage = isDryRun ? Stage.DRY_RUN : request.sample() < 1 ? Stage.SAMPLE : Stage.FULL;
        // One that is under way was allowed when it began.
        boolean isChecked = !isForced && !Migration.isUnderWay(lake);
        if (isChecked) {
            folder.check(stage, from, lake)
                    .ifPresent(missing -> spec.commandLine().getErr().println("caravan: " + missing));
        }
        MigrationPlan plan = MigrationPlan.of(from, lake);
        if (isChecked && !isDryRun && !plan.hasRoom()) {
            throw new UnavailableException(
                    "%s may take %,d bytes, and its disk has %,d: make room, or try all the same with --force"
                            .formatted(lake, plan.needed(), plan.free()));
        }
        MigrationOutput output = new MigrationOutput(spec.commandLine().getOut(), json);
        MigrationReport result = run(settings, request, plan, () -> output.print(plan, request, lake));
        StageReport report = StageReport.of(stage, lake, plan, result);
        output.print(report, folder.write(report));
        return report.green() ? (result.hasRejects() ? WITH_REJECTS : 0) : 1;
    }

    private MigrationRequest request(Settings settings) {
        Instant now = Instant.now();
        if (asOf != null && asOf.isAfter(now)) {
            throw new ParameterException(spec.commandLine(), "--as-of %s is yet to come".formatted(asOf));
        }
        if (threads < 1) {
            throw new ParameterException(spec.commandLine(), "--threads %d: it takes at least 1".formatted(threads));
        }
        try {
            return new MigrationRequest(
                    from,
                    zone,
                    Double.parseDouble(sample.replaceFirst("%$", "")) / ALL,
                    reports == null ? settings.path("migration.reports") : reports,
                    (asOf == null ? now : asOf).truncatedTo(ChronoUnit.MILLIS));
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    spec.commandLine(), "--sample %s is no part, such as 10%%".formatted(sample), e);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--sample: " + e.getMessage(), e);
        }
    }

    private MigrationReport run(Settings settings, MigrationRequest request, MigrationPlan plan, Runnable printing) {
        try {
            if (isDryRun) {
                printing.run();
                try (ConsoleProgress progress = new ConsoleProgress(plan.rows())) {
                    return new Rehearsal(settings.path("caravan.lake"), request, threads, progress).run();
                }
            }
            try (LakeTable lake = open(settings, printing);
                    ConsoleProgress progress = new ConsoleProgress(plan.rows())) {
                return isShown
                        ? new MigrationApplication(settings, Optional.of(this::say))
                                .run(lake.table(), request, threads, progress)
                        : watched(lake.table(), request, progress);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("The migration was interrupted; the same command goes on with it", e);
        }
    }

    /** The lake, which takes as long to open as the plan to be printed. */
    private static LakeTable open(Settings settings, Runnable printing) {
        CompletableFuture<Void> printed = CompletableFuture.runAsync(printing);
        try {
            return new LakeTable(settings.text("lake.table"));
        } finally {
            printed.join();
        }
    }

    /** Without routes: they take longer to start than a small migration to end. */
    private MigrationReport watched(PartitionedTable table, MigrationRequest request, MigrationProgress progress)
            throws InterruptedException {
        try (WatchedMigration watched = new WatchedMigration(Instant.now(), progress)) {
            return new Migration(table, request, threads, watched).run();
        }
    }

    private void say(URI console) {
        spec.commandLine().getErr().println("Console   " + console);
    }
}
