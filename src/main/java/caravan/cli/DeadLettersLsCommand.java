package caravan.cli;

import caravan.Database;
import caravan.config.Settings;
import caravan.deadletter.DeadLetter;
import caravan.deadletter.DeadLetterFilter;
import caravan.deadletter.DeadLetterIndex;
import caravan.deadletter.DeadLetterJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lists dead letters, from PostgreSQL; no Caravan need run. */
@Command(name = "ls", description = "Lists dead letters, the newest first.", mixinStandardHelpOptions = true)
final class DeadLettersLsCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @Mixin
    private DeadLetterFilterOptions filter;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Option(names = "--limit", paramLabel = "N", description = "at most so many; default: ${DEFAULT-VALUE}")
    private int limit = 100;

    @Option(names = "--offset", paramLabel = "N", description = "without the first N")
    private int offset;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
        }
        if (offset < 0) {
            throw new ParameterException(spec.commandLine(), "--offset must be at least 0");
        }
        DeadLetterFilter meant = filter.filter();
        Settings settings = options.load();
        try (PostgreSqlAccess access = PostgreSqlAccess.open(settings);
                Database database = Database.open(access.url())) {
            print(new DeadLetterIndex(database.client(), settings.text("topic.dead-letters"))
                    .list(meant, limit, offset));
        }
        return 0;
    }

    private void print(List<DeadLetter> letters) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonLines lines = new JsonLines(out);
            letters.forEach(letter -> lines.write(DeadLetterJson.tree(letter)));
        } else if (letters.isEmpty()) {
            out.println("No dead letters");
        } else {
            out.printf("%-10s %-10s %-28s %-15s %-28s %s%n", "ID", "STATE", "FAILED AT", "LEG", "FROM", "WHY");
            letters.forEach(letter -> out.printf(
                    "%-10s %-10s %-28s %-15s %-28s %s%n",
                    letter.id(),
                    letter.state().word(),
                    letter.failedAt(),
                    letter.leg(),
                    letter.source()
                            .or(() -> letter.origin().map(Object::toString))
                            .orElse(""),
                    letter.cause().message()));
        }
        out.flush();
    }
}
