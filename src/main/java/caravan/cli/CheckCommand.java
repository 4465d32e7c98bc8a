package caravan.cli;

import caravan.Inspection;
import caravan.Inspection.Result;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks what Caravan is configured for. */
@Command(
        name = "check",
        description = {
            "Checks every folder, service, model and source Caravan is configured for.",
            "Changes nothing. The exit status is 1 when something is not as it should be."
        },
        mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Option(names = "--no-fetch", description = "leave the sources' sites alone")
    private boolean noFetch;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Result> results = new Inspection(options.load()).run(!noFetch);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonLines lines = new JsonLines(out);
            results.forEach(result -> lines.write(JsonLines.MAPPER
                    .createObjectNode()
                    .put("what", result.what())
                    .put("good", result.good())
                    .put("detail", result.detail())));
        } else {
            results.forEach(result ->
                    out.printf("%-4s %-28s %s%n", result.good() ? "ok" : "BAD", result.what(), result.detail()));
            out.flush();
        }
        return results.stream().allMatch(Result::good) ? 0 : 1;
    }
}
