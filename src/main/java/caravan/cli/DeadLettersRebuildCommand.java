package caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the dead letters anew. */
@Command(
        name = "rebuild",
        description =
                "Has a running Caravan make the table of dead letters anew from their topic, with what was decided of them.",
        mixinStandardHelpOptions = true)
final class DeadLettersRebuildCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @Mixin
    private ApiOptions api;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        JsonNode rebuilt = api.open(options.load()).post(DeadLetterPaths.ALL + "/rebuild", Map.of());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            new JsonLines(out).write(rebuilt);
        } else {
            out.printf("%d dead letters listed%n", rebuilt.path("dead_letters").asInt());
            out.flush();
        }
        return 0;
    }
}
