package caravan.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes dead letters back to where they failed. */
@Command(
        name = "replay",
        description = {
            "Has a running Caravan take dead letters back to the leg that failed: those named, or those that the options mean.",
            "What was replayed dead-letters.replays times and failed each time is left out unless it is named, or forced."
        },
        mixinStandardHelpOptions = true)
final class DeadLettersReplayCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @Mixin
    private ApiOptions api;

    @Mixin
    private DeadLetterFilterOptions filter;

    @Option(names = "--all", description = "all that wait")
    private boolean all;

    @Option(names = "--force", description = "also those that were replayed often and failed each time")
    private boolean force;

    @Option(names = "--limit", paramLabel = "N", description = "at most so many, the oldest first")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "as ls shows them, such as 3-17")
    private List<String> ids = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, String> meant = filter.parameters();
        if (ids.isEmpty() == (meant.isEmpty() && !all)) {
            throw new ParameterException(spec.commandLine(), "Name dead letters, or say which are meant, or --all");
        }
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
        }
        DeadLettersDecision decision = new DeadLettersDecision(
                api.open(options.load()),
                "replay",
                spec.commandLine().getOut(),
                spec.commandLine().getErr(),
                json);
        if (!ids.isEmpty()) {
            return decision.named(ids);
        }
        if (all) {
            meant.put("all", "true");
        }
        if (force) {
            meant.put("force", "true");
        }
        return decision.meant(meant, limit);
    }
}
