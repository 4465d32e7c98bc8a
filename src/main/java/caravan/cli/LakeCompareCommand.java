package caravan.cli;

import caravan.config.Settings;
import caravan.lake.SqlFile;
import caravan.lake.sql.LakeSession;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares what two models say. */
@Command(
        name = "compare",
        description = {
            "Compares what two models say of the articles in the lake that both have scored: how often they agree (and"
                    + " Cohen's kappa, which takes off what chance would), which label of the first meets which of the"
                    + " second, and the means of both day by day. Of what is published."
        },
        mixinStandardHelpOptions = true)
final class LakeCompareCommand implements Callable<Integer> {

    private static final SqlFile COMPARED = SqlFile.of("duckdb/models-compared.sql");

    @Mixin
    private SettingsOptions options;

    @Parameters(index = "0", paramLabel = "FIRST", description = "a model, such as lexicon")
    private String first;

    @Parameters(index = "1", paramLabel = "SECOND", description = "another")
    private String second;

    @Option(names = "--from", paramLabel = "DAY", description = "the first day; ${DEFAULT-VALUE}")
    private LocalDate from = LocalDate.of(1, 1, 1);

    @Option(names = "--to", paramLabel = "DAY", description = "the last day; ${DEFAULT-VALUE}")
    private LocalDate to = LocalDate.of(9999, 12, 31);

    @Option(
            names = "--threshold",
            paramLabel = "T",
            description = "positive above this sentiment, negative below its negative; ${DEFAULT-VALUE}")
    private double threshold = 0.3;

    @Option(names = "--json", description = "one JSON object a line, each with its 'table'")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Settings settings = options.load();
        try (LakeSession session = LakeAccess.session(settings)) {
            table(session, "agreement", "%s and %s".formatted(first, second), out);
            table(session, "confusion", "%s in lines, %s in columns".formatted(first, second), out);
            table(session, "days", "day by day", out);
        }
        return 0;
    }

    private void table(LakeSession session, String table, String title, PrintWriter out) {
        Map<String, ?> values = Map.of(
                "first", first,
                "second", second,
                "from", from.toString(),
                "to", to.toString(),
                "threshold", threshold);
        session.ask(COMPARED.when(Set.of(table)), values, rows -> {
            if (json) {
                ObjectNode mark = JsonNodeFactory.instance.objectNode().put("table", table);
                ResultTable.writeJson(rows, mark, new JsonLines(out));
            } else {
                out.printf("%s%n", title);
                ResultTable.write(rows, out);
                out.println();
                out.flush();
            }
        });
    }
}
