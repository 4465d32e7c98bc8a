package caravan.cli;

import caravan.lake.bench.LakeBenchmark;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the lake against parquet-avro and DuckDB, on rows it makes itself in a folder of its own. */
@Command(
        name = "lake",
        description = "Measures appending, publishing and reading against parquet-avro and DuckDB, all in one run.",
        mixinStandardHelpOptions = true)
final class BenchLakeCommand implements Callable<Integer> {

    @Option(names = "--before", description = "rows the day has already (default: ${DEFAULT-VALUE})")
    private int before = 300_000;

    @Option(names = "--rows", description = "rows to append (default: ${DEFAULT-VALUE})")
    private int rows = 200_000;

    @Option(
            names = "--batch",
            split = ",",
            description = "rows a batch, each size a run of its own (default: ${DEFAULT-VALUE})")
    private List<Integer> batches = List.of(5_000, 500);

    @Option(
            names = "--hourly",
            description =
                    "batches an hour over a day whose clock runs fast, 0 to leave it out (default: ${DEFAULT-VALUE})")
    private int hourly = 1_000;

    @Option(names = "--hourly-rows", description = "rows of each of those (default: ${DEFAULT-VALUE})")
    private int hourlyRows = 5;

    @Option(
            names = "--no-reading",
            description = "leave out DuckDB, which needs several times the memory of the day to sort it")
    private boolean noReading;

    @Option(names = "--seed", description = "what the rows are made from (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--folder", description = "an existing one for about 4 GB; what is made there is removed again")
    private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException, SQLException {
        Path own = Files.createTempDirectory(folder, "caravan-bench-");
        try {
            new LakeBenchmark(
                            own,
                            new LakeBenchmark.Size(before, rows, batches, hourly, hourlyRows, !noReading),
                            seed,
                            this::print)
                    .run();
        } finally {
            try (Stream<Path> files = Files.walk(own)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
        return 0;
    }

    private void print(LakeBenchmark.Figure figure) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            new JsonLines(out)
                    .write(JsonLines.MAPPER
                            .createObjectNode()
                            .put("name", figure.name())
                            .put("value", figure.value())
                            .put("unit", figure.unit())
                            .put("ratio", Double.isNaN(figure.ratio()) ? null : figure.ratio()));
        } else {
            out.printf(
                    "%-60s %,14.2f %-7s%s%n",
                    figure.name(),
                    figure.value(),
                    figure.unit(),
                    Double.isNaN(figure.ratio()) ? "" : "%6.2f of the baseline".formatted(figure.ratio()));
            out.flush();
        }
    }
}
