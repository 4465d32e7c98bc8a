package caravan.cli;

import caravan.UnprocessableException;
import caravan.config.Settings;
import caravan.lake.LakeTable;
import caravan.lake.migration.MigrationReports;
import caravan.lake.migration.Rollback;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes migrations back, or lets them stand. */
@Command(
        name = "rollback",
        description = {
            "Takes a migration back: the lake is then, row for row, what it would be without it, and what came live stays."
                    + " One that was interrupted is gone on with.",
            "Without RUN it lists the migrations that can be taken back."
        },
        mixinStandardHelpOptions = true)
public final class RollbackCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "the name of the migration")
    private String run;

    @Option(names = "--to", paramLabel = "LAKE", description = "the lake; that of the settings unless given")
    private Path to;

    @Option(
            names = "--accept",
            description = "let it stand: removes what is kept to take it back, and what can no longer be taken back")
    private boolean isAccepted;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** What was done with a run. */
    private record Note(String run, String done, Instant written, String to, int days) {

        String markdown() {
            return "# Migration %s: %s%n%n%,d days of %s, %s.%n".formatted(run, done, days, to, written);
        }
    }

    @Override
    public Integer call() {
        if (isAccepted && run == null) {
            throw new ParameterException(spec.commandLine(), "--accept: say which RUN");
        }
        Settings settings = to == null ? options.load() : options.load("caravan.lake", to.toString());
        Path directory = settings.path("caravan.lake");
        if (!Files.isDirectory(directory)) {
            throw new UnprocessableException("There is no lake at %s: --to says where it is".formatted(directory));
        }
        try (LakeTable lake = new LakeTable(settings.text("lake.table"))) {
            Rollback rollback = new Rollback(lake.table());
            if (run == null) {
                list(rollback.runs());
            } else {
                List<Rollback.Run> known = rollback.runs();
                Note note = isAccepted ? accept(rollback, settings) : takeBack(rollback, settings);
                Path folder = Path.of(of(known).folder());
                Path report =
                        MigrationReports.write(folder, isAccepted ? "accepted" : "rollback", note, note.markdown());
                print(note, report);
            }
        }
        return 0;
    }

    private Note takeBack(Rollback rollback, Settings settings) {
        try (ConsoleProgress progress = new ConsoleProgress(0)) {
            int days = rollback.takeBack(run, progress);
            return note("taken back", settings, days);
        }
    }

    private Note accept(Rollback rollback, Settings settings) {
        List<Rollback.Run> known = rollback.runs();
        rollback.forget(run);
        return note("accepted", settings, of(known).days());
    }

    private Rollback.Run of(List<Rollback.Run> known) {
        return known.stream().filter(one -> one.id().equals(run)).findFirst().orElseThrow();
    }

    private Note note(String done, Settings settings, int days) {
        return new Note(
                run,
                done,
                Instant.now(),
                settings.path("caravan.lake").toAbsolutePath().normalize().toString(),
                days);
    }

    private void print(Note note, Path report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            new JsonLines(out)
                    .write(JsonLines.MAPPER
                            .createObjectNode()
                            .put("run", note.run())
                            .put("done", note.done())
                            .put("days", note.days())
                            .put("report", report.toString()));
        } else {
            out.printf("Migration %s is %s: %,d days%n", note.run(), note.done(), note.days());
            out.printf("Report    %s%n", report);
            out.flush();
        }
    }

    private void list(List<Rollback.Run> runs) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonLines lines = new JsonLines(out);
            runs.forEach(one -> lines.write(JsonLines.MAPPER
                    .createObjectNode()
                    .put("run", one.id())
                    .put("state", one.state())
                    .put("as_of", one.processed().toString())
                    .put("sample", one.sample())
                    .put("days", one.days())
                    .put("from", one.from())));
            return;
        }
        if (runs.isEmpty()) {
            out.println("No migration can be taken back");
        } else {
            out.printf("%-22s %-16s %-24s %7s %6s  %s%n", "RUN", "STATE", "AS OF", "SAMPLE", "DAYS", "FROM");
        }
        runs.forEach(one -> out.printf(
                "%-22s %-16s %-24s %6.1f%% %6d  %s%n",
                one.id(), one.state(), one.processed(), one.sample() * 100, one.days(), one.from()));
        out.flush();
    }
}
