package caravan;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.cli.AlertsCommand;
import caravan.cli.BenchCommand;
import caravan.cli.CheckCommand;
import caravan.cli.DeadLettersCommand;
import caravan.cli.LakeCommand;
import caravan.cli.LiveCommand;
import caravan.cli.MigrateCommand;
import caravan.cli.OwnVm;
import caravan.cli.RollbackCommand;
import caravan.cli.RunCommand;
import caravan.cli.ScoreCommand;
import caravan.cli.TickersCommand;
import caravan.cli.TrainCommand;
import caravan.cli.TryCommand;
import caravan.cli.Version;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The entry point and the command line. */
@Command(
        name = "caravan",
        description = "Carries financial news from where it is published to the people and models that read it.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            TryCommand.class,
            ScoreCommand.class,
            LakeCommand.class,
            LiveCommand.class,
            MigrateCommand.class,
            RollbackCommand.class,
            DeadLettersCommand.class,
            AlertsCommand.class,
            TickersCommand.class,
            TrainCommand.class,
            BenchCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Caravan implements Runnable {

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (OwnVm.isWantedFor(arguments)) {
            System.exit(OwnVm.run(Caravan.class, arguments));
        }
        OwnVm.endWithParent();
        int status = run(new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8), arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Runs one command and gives its exit status: 0 done, 1 failed with one line on standard error, 2 misused. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Caravan())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("caravan: " + reason(failure));
                    return command.getCommandSpec().exitCodeOnExecutionException();
                })
                .execute(arguments);
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.toString() : message;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do");
    }
}
