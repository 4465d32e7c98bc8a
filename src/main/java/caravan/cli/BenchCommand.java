package caravan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures parts of Caravan on this machine. */
@Command(
        name = "bench",
        description = "Measures parts of Caravan on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            BenchLakeCommand.class,
            BenchSourcesCommand.class,
            BenchModelsCommand.class,
            BenchLiveCommand.class,
            BenchLiveMemoryCommand.class,
            BenchLiveReplayCommand.class,
            BenchMetricsCommand.class
        })
public final class BenchCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to measure: lake, sources, models, live, live-memory, live-replay or metrics");
    }
}
