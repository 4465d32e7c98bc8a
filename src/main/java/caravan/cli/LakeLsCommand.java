package caravan.cli;

import caravan.lake.LakeListing;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the days of the lake. */
@Command(
        name = "ls",
        description = "Lists the days of the lake: rows, those published, segments that wait, generation, bytes.",
        mixinStandardHelpOptions = true)
final class LakeLsCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<LakeListing.Day> days = new LakeListing(options.load().path("caravan.lake")).days();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonLines lines = new JsonLines(out);
            days.forEach(day -> lines.write(JsonLines.MAPPER
                    .createObjectNode()
                    .put("day", day.day().toString())
                    .put("rows", day.rows())
                    .put("published_rows", day.publishedRows())
                    .put("segments", day.segments())
                    .put("generation", day.generation())
                    .put("bytes", day.bytes())));
        } else {
            out.printf(
                    "%-10s %10s %10s %9s %11s %13s%n", "DAY", "ROWS", "PUBLISHED", "SEGMENTS", "GENERATION", "BYTES");
            days.forEach(day -> out.printf(
                    "%-10s %10d %10d %9d %11d %13d%n",
                    day.day(), day.rows(), day.publishedRows(), day.segments(), day.generation(), day.bytes()));
            out.flush();
        }
        return 0;
    }
}
