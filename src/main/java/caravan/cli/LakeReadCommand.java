package caravan.cli;

import caravan.lake.LakeQuery;
import caravan.lake.LakeReader;
import caravan.lake.SentimentRow;
import caravan.lake.SentimentRowJson;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads rows of the lake. */
@Command(
        name = "read",
        description = "Reads rows of the lake in the order of time, published or not.",
        mixinStandardHelpOptions = true)
final class LakeReadCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @Mixin
    private LakeFilterOptions filter;

    @Option(names = "--least", paramLabel = "SENTIMENT", description = "only rows with at least this sentiment")
    private Double least;

    @Option(names = "--most", paramLabel = "SENTIMENT", description = "only rows with at most this sentiment")
    private Double most;

    @Option(
            names = "--columns",
            paramLabel = "NAME,...",
            split = ",",
            description = "only these columns; docs/reference/lake.md lists them")
    private List<String> columns = List.of();

    @Option(names = "--text", description = "with the complete texts and the raw payloads")
    private boolean text;

    @Option(names = "--limit", paramLabel = "N", description = "at most so many rows, the earliest")
    private Long limit;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        LakeQuery query = query();
        try (LakeReader reader = LakeAccess.reader(options.load());
                Stream<SentimentRow> rows = reader.read(query)) {
            if (json) {
                JsonLines lines = new JsonLines(out);
                rows.forEach(row -> lines.write(SentimentRowJson.tree(row, query.columns())));
            } else if (columns.isEmpty()) {
                rows.forEach(row -> print(out, row));
                out.flush();
            } else {
                rows.forEach(row -> out.println(cells(row, query.columns())));
                out.flush();
            }
        }
        return 0;
    }

    private LakeQuery query() {
        LakeQuery query = filter.query()
                .scored(
                        least == null ? OptionalDouble.empty() : OptionalDouble.of(least),
                        most == null ? OptionalDouble.empty() : OptionalDouble.of(most));
        LakeQuery limited = limit == null ? query : query.limitedTo(limit);
        if (!columns.isEmpty()) {
            return limited.withColumns(columns);
        }
        return text ? limited : limited.withoutText();
    }

    /** The values of the chosen columns with tabs between them; what would break a line is a space. */
    private static String cells(SentimentRow row, Set<String> columns) {
        List<String> cells = new ArrayList<>();
        SentimentRowJson.tree(row, columns)
                .forEach(value -> cells.add(value.asText("").replaceAll("\\s", " ")));
        return String.join("\t", cells);
    }

    private static void print(PrintWriter out, SentimentRow row) {
        out.printf(
                "%-27s %-6s %6.3f %5.3f %-10s %-12s %s%n",
                row.timestamp(),
                row.ticker().orElse("-"),
                row.sentiment().orElse(Double.NaN),
                row.confidence().orElse(Double.NaN),
                row.model(),
                row.source(),
                row.articleTitle());
        row.text().ifPresent(text -> out.printf("%n%s%n%n", text));
    }
}
