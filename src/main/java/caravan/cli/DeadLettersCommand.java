package caravan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks at what was set aside, and decides what becomes of it. */
@Command(
        name = "dead-letters",
        description = "Looks at what was set aside, takes it back to where it failed, or discards it.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DeadLettersLsCommand.class,
            DeadLettersShowCommand.class,
            DeadLettersReplayCommand.class,
            DeadLettersDiscardCommand.class,
            DeadLettersRebuildCommand.class
        })
public final class DeadLettersCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do with the dead letters: ls, show, replay, discard or rebuild");
    }
}
