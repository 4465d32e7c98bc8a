package caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one dead letter. */
@Command(
        name = "show",
        description = "Shows a dead letter with its body, which a running Caravan reads from the topic.",
        mixinStandardHelpOptions = true)
final class DeadLettersShowCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @Mixin
    private ApiOptions api;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Parameters(paramLabel = "ID", description = "as ls shows it, such as 3-17")
    private String id;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        JsonNode letter = api.open(options.load()).get(DeadLetterPaths.of(id), Map.of());
        if (json) {
            new JsonLines(spec.commandLine().getOut()).write(letter);
        } else {
            print(letter);
        }
        return 0;
    }

    private void print(JsonNode letter) {
        PrintWriter out = spec.commandLine().getOut();
        letter.properties().forEach(field -> {
            if (!field.getKey().startsWith("body") || field.getKey().equals("body_bytes")) {
                out.printf("%-14s %s%n", field.getKey(), field.getValue().asText(""));
            }
        });
        out.println();
        out.println(
                letter.has("body")
                        ? letter.get("body").asText()
                        : letter.path("body_base64").asText());
        out.flush();
    }
}
