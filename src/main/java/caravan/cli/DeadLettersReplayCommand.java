package caravan.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
    private DeadLetterDecisionOptions options;

    @Option(names = "--force", description = "also those that were replayed often and failed each time")
    private boolean force;

    @Override
    public Integer call() {
        return options.decide("replay", force ? Map.of("force", "true") : Map.of());
    }
}
