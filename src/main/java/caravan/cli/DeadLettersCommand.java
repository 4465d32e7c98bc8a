package caravan.cli;

import caravan.Database;
import caravan.config.Settings;
import caravan.deadletter.DeadLetter;
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

/** Looks at what was set aside. */
@Command(
        name = "dead-letters",
        description = "Looks at what was set aside.",
        mixinStandardHelpOptions = true,
        subcommands = DeadLettersCommand.Ls.class)
public final class DeadLettersCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the dead letters: ls");
    }

    /** Lists dead letters. */
    @Command(name = "ls", description = "Lists dead letters, the newest first.", mixinStandardHelpOptions = true)
    static final class Ls implements Callable<Integer> {

        @Mixin
        private SettingsOptions options;

        @Option(names = "--json", description = "one JSON object a line")
        private boolean json;

        @Option(names = "--limit", paramLabel = "N", description = "at most so many; default: ${DEFAULT-VALUE}")
        private int limit = 100;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            if (limit < 1) {
                throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
            }
            Settings settings = options.load();
            try (PostgreSqlAccess access = PostgreSqlAccess.open(settings);
                    Database database = Database.open(access.url())) {
                print(new DeadLetterIndex(database.client(), settings.text("topic.dead-letters")).latest(limit));
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
                out.printf("%-10s %-24s %-18s %-28s %s%n", "ID", "FAILED AT", "ROUTE", "FROM", "WHY");
                letters.forEach(letter -> out.printf(
                        "%-10s %-24s %-18s %-28s %s%n",
                        letter.partition() + "-" + letter.offset(),
                        letter.failedAt(),
                        letter.route(),
                        letter.source().or(letter::origin).orElse(""),
                        letter.errorMessage()));
            }
            out.flush();
        }
    }
}
