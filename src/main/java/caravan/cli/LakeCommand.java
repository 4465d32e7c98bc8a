package caravan.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks at the lake. */
@Command(
        name = "lake",
        description = "Looks at the lake.",
        mixinStandardHelpOptions = true,
        subcommands = {
            LakeLsCommand.class,
            LakeReadCommand.class,
            LakeQueryCommand.class,
            LakePublishCommand.class,
            LakeCompactCommand.class,
            LakeVerifyCommand.class,
            LakeExportCommand.class,
            LakeRefetchCommand.class,
            LakeCompareCommand.class
        })
public final class LakeCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do with the lake: ls, read, query, publish, compact, verify, export, refetch or compare");
    }
}
