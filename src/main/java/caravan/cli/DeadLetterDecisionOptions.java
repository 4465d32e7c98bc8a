package caravan.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options of a command that has a running Caravan decide about dead letters: which, how many, where it runs. */
final class DeadLetterDecisionOptions {

    @Mixin
    private SettingsOptions options;

    @Mixin
    private ApiOptions api;

    @Mixin
    private DeadLetterFilterOptions filter;

    @Option(names = "--all", description = "all that wait")
    private boolean all;

    @Option(names = "--limit", paramLabel = "N", description = "at most so many, the oldest first")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "as ls shows them, such as 3-17")
    private List<String> ids = List.of();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * Has it decided about those that are named, or about those that the options mean.
     *
     * @param how further parameters of the API for those that the options mean
     * @return the command's exit status
     * @throws ParameterException when both are given, or neither
     */
    int decide(String decision, Map<String, String> how) {
        Map<String, String> meant = filter.parameters();
        if (ids.isEmpty() == (meant.isEmpty() && !all)) {
            throw new ParameterException(command.commandLine(), "Name dead letters, or say which are meant, or --all");
        }
        if (limit < 1) {
            throw new ParameterException(command.commandLine(), "--limit must be at least 1");
        }
        DeadLettersDecision decided = new DeadLettersDecision(
                api.open(options.load()),
                decision,
                command.commandLine().getOut(),
                command.commandLine().getErr(),
                json);
        if (!ids.isEmpty()) {
            return decided.named(ids);
        }
        if (all) {
            meant.put("all", "true");
        }
        meant.putAll(how);
        return decided.meant(meant, limit);
    }
}
