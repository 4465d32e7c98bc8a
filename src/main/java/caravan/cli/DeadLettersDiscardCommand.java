package caravan.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Notes that dead letters are not needed. */
@Command(
        name = "discard",
        description =
                "Has a running Caravan note that dead letters are not needed: those named, or those that the options mean.",
        mixinStandardHelpOptions = true)
final class DeadLettersDiscardCommand implements Callable<Integer> {

    @Mixin
    private DeadLetterDecisionOptions options;

    @Override
    public Integer call() {
        return options.decide("discard", Map.of());
    }
}
