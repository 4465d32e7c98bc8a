package caravan.cli;

import caravan.live.LiveMemory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what the live scores take of Redis's memory. */
@Command(
        name = "memory",
        description = "Says what the live scores take of Redis's memory, by kind of key, to the last key.",
        mixinStandardHelpOptions = true)
final class LiveMemoryCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (LiveAccess access = LiveAccess.toRedis(options.load())) {
            new LiveMemoryOutput(spec.commandLine().getOut(), json).print(new LiveMemory(access.redis()).measure());
        }
        return 0;
    }
}
