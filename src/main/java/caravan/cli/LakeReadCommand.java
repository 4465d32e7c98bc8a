package caravan.cli;

import caravan.api.Parameter;
import caravan.lake.LakeQuery;
import caravan.lake.LakeReader;
import caravan.lake.SentimentRow;
import caravan.lake.SentimentRowJson;
import java.io.PrintWriter;
import java.time.Instant;
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

    private static final Instant BEGINNING = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2200-01-01T00:00:00Z");

    @Mixin
    private SettingsOptions options;

    @Option(names = "--ticker", paramLabel = "TICKER", description = "only this one's rows")
    private String ticker;

    @Option(names = "--from", paramLabel = "TIME", description = "a day or an ISO-8601 time, in UTC without a zone")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "the same, not included")
    private String to;

    @Option(names = "--limit", paramLabel = "N", description = "at most so many rows, the earliest")
    private Long limit;

    @Option(names = "--text", description = "with the complete texts and the raw payloads")
    private boolean text;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (LakeReader reader = new LakeReader(options.load().path("caravan.lake"));
                Stream<SentimentRow> rows = reader.read(query())) {
            if (json) {
                JsonLines lines = new JsonLines(out);
                rows.forEach(row -> lines.write(SentimentRowJson.tree(row)));
            } else {
                rows.forEach(row -> print(out, row));
                out.flush();
            }
        }
        return 0;
    }

    private LakeQuery query() {
        LakeQuery query = LakeQuery.between(
                Parameter.time("--from", from).orElse(BEGINNING),
                Parameter.time("--to", to).orElse(END));
        LakeQuery ofTicker = ticker == null ? query : query.ofTicker(ticker);
        LakeQuery limited = limit == null ? ofTicker : ofTicker.limitedTo(limit);
        return text ? limited : limited.withoutText();
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
