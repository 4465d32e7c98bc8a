package caravan.cli;

import caravan.Workshop;
import caravan.config.Settings;
import caravan.kafka.KafkaClients;
import caravan.lake.LakeListing;
import caravan.lake.LakeReader;
import caravan.live.LiveGroups;
import caravan.live.LiveRebuild;
import caravan.live.LiveScores;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the live scores again. */
@Command(
        name = "rebuild",
        description = {
            "Counts the lake again where Redis has lost the live scores, each article once for each ticker. What the live legs"
                    + " had read from Kafka and the lake has not got yet, they read again at the next start.",
            "What has counted already does not count again. It refuses to run while a Caravan counts."
        },
        mixinStandardHelpOptions = true)
final class LiveRebuildCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Settings settings = options.load();
        Workshop workshop = new Workshop(settings);
        try (LiveAccess access = LiveAccess.toRedisAndKafka(settings);
                LakeReader lake = LakeAccess.reader(settings)) {
            long messages = new LiveGroups(
                            KafkaClients.of(settings, access.brokers()),
                            List.of(settings.text("topic.analyzed.hipri"), settings.text("topic.analyzed.stdpri")))
                    .rewind();
            long rows = new LakeListing(settings.path("caravan.lake"))
                    .days().stream().mapToLong(LakeListing.Day::rows).sum();
            LiveRebuild rebuild = new LiveRebuild(
                    lake, new LiveScores(access.redis(), workshop.liveSpans(), Clock.systemUTC()), workshop.shadows());
            long counted;
            try (Progress progress = Progress.of("Rebuild", rows)) {
                counted = rebuild.run(progress::step);
            }
            print(rows, counted, messages);
        }
        return 0;
    }

    private void print(long rows, long counted, long messages) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            new JsonLines(out)
                    .write(JsonLines.MAPPER
                            .createObjectNode()
                            .put("rows", rows)
                            .put("mentions", counted)
                            .put("messages_to_read_again", messages));
            return;
        }
        out.printf(
                "%,d rows of the lake: %,d times an article and a ticker; %,d messages will be read again%n",
                rows, counted, messages);
        out.flush();
    }
}
