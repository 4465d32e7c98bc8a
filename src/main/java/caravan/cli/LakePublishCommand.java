package caravan.cli;

import caravan.lake.LakeTable;
import caravan.parquet.Publication;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes every day of the lake that has rows which are not. */
@Command(
        name = "publish",
        description = "Publishes every day with rows that wait, due or not; a running Caravan need not be stopped.",
        mixinStandardHelpOptions = true)
final class LakePublishCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (LakeTable lake = new LakeTable(options.load().text("lake.table"))) {
            List<Publication> published = lake.table().publishAll(Instant.now());
            new Publications(spec.commandLine().getOut(), json).print(published, "Nothing waits to be published");
        }
        return 0;
    }
}
