package caravan.cli;

import caravan.DryRun;
import caravan.DryRun.Outcome;
import caravan.Workshop;
import caravan.article.ArticleJson;
import caravan.config.Settings;
import caravan.sentiment.router.ModelPanel;
import caravan.source.Fetcher;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what would become of pages and feeds, without writing anything. */
@Command(
        name = "try",
        description = {
            "Shows what the legs would make of pages and feeds; nothing is written anywhere.",
            "One line per article, with 'input' and the fields of the analysed event. An input that fails is answered "
                    + "with 'error', and the exit status is 1."
        },
        mixinStandardHelpOptions = true)
public final class TryCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    // Accepted because every command takes it; there is no other way in which this one answers.
    @SuppressWarnings("UnusedVariable")
    @Option(names = "--json", description = "JSON lines, which is what it writes anyway")
    private boolean json;

    @Option(
            names = "--allow-host",
            paramLabel = "HOST[:PORT]",
            description = "a host on a private or loopback address that may be fetched from")
    private List<String> allowedHosts = List.of();

    @Parameters(arity = "1..*", paramLabel = "FILE|URL", description = "pages (HTML) or feeds (RSS, Atom, JSON)")
    private List<String> inputs;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Settings settings = options.load();
        JsonLines answer = new JsonLines(spec.commandLine().getOut());
        boolean failed = false;
        Workshop workshop = new Workshop(settings);
        try (Fetcher fetcher = workshop.fetcher(allowedHosts);
                ModelPanel models = workshop.models(new SimpleMeterRegistry())) {
            DryRun dryRun = new DryRun(workshop, fetcher, models);
            for (String input : inputs) {
                for (Outcome outcome : dryRun.of(input)) {
                    failed |= outcome.error().isPresent();
                    answer.write(line(input, outcome));
                }
            }
        }
        return failed ? 1 : 0;
    }

    private static JsonNode line(String input, Outcome outcome) {
        ObjectNode line = JsonLines.MAPPER.createObjectNode();
        line.put("input", input);
        outcome.article().ifPresent(analysed -> line.setAll(ArticleJson.tree(analysed)));
        outcome.skipped().ifPresent(reason -> line.put("skipped", reason));
        outcome.error().ifPresent(error -> line.put("error", error));
        return line;
    }
}
