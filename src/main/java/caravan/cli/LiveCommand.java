package caravan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks after the live scores. */
@Command(
        name = "live",
        description = "Looks after the live scores in Redis.",
        mixinStandardHelpOptions = true,
        subcommands = {LiveRebuildCommand.class, LiveMemoryCommand.class})
public final class LiveCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the live scores: rebuild or memory");
    }
}
