package caravan.cli;

import caravan.lake.LakeTable;
import caravan.parquet.PartitionedTable;
import caravan.parquet.Publication;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sorts days of the lake for good. */
@Command(
        name = "compact",
        description = {
            "Sorts days of the lake by ticker and time, reads them back and compares, then replaces their files.",
            "Days that are sorted stay as they are, so a run that was interrupted is taken up by the next. A running"
                    + " Caravan need not be stopped."
        },
        mixinStandardHelpOptions = true)
final class LakeCompactCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @Option(names = "--from", paramLabel = "DAY", description = "the first day, such as 2025-01-31; the first there is")
    private LocalDate from;

    @Option(names = "--to", paramLabel = "DAY", description = "the last day, itself included; yesterday, UTC")
    private LocalDate to;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Instant now = Instant.now();
        LocalDate last = to == null ? LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(1) : to;
        if (from != null && from.isAfter(last)) {
            throw new ParameterException(spec.commandLine(), "--from %s is after --to %s".formatted(from, last));
        }
        try (LakeTable lake = new LakeTable(options.load().text("lake.table"))) {
            PartitionedTable table = lake.table();
            NavigableSet<LocalDate> days = table.manifests().days().headSet(last, true);
            List<Publication> compacted = table.compact(from == null ? days : days.tailSet(from, true), now);
            new Publications(spec.commandLine().getOut(), json).print(compacted, "Every one of these days is sorted");
        }
        return 0;
    }
}
