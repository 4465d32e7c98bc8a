package caravan.cli;

import caravan.RedisClient;
import caravan.Workshop;
import caravan.article.AnalysedArticle;
import caravan.config.Settings;
import caravan.embedded.EmbeddedRedis;
import caravan.live.LiveMemory;
import caravan.live.LiveScores;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what the live scores take of Redis's memory. */
@Command(
        name = "live-memory",
        description = {
            "Counts articles for many tickers in a Redis of its own and says what it takes.",
            "Titles have 80 characters and addresses 100; the articles are spread over the last day."
        },
        mixinStandardHelpOptions = true)
final class BenchLiveMemoryCommand implements Callable<Integer> {

    private static final int BATCH = 100;

    @Option(names = "--tickers", paramLabel = "N", description = "how many; ${DEFAULT-VALUE}")
    private int tickers = 10_000;

    @Option(names = "--articles", paramLabel = "N", description = "of each ticker; ${DEFAULT-VALUE}")
    private int articles = 100;

    @Option(names = "--text", paramLabel = "N", description = "characters of each article's text; ${DEFAULT-VALUE}")
    private int text = 500;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        long all = (long) tickers * articles;
        LiveWorkload workload = new LiveWorkload(tickers, all, text, Instant.now());
        Workshop workshop = new Workshop(Settings.load(Optional.empty(), Map.of()));
        try (TemporaryFolder folder = TemporaryFolder.make("caravan-bench-live-");
                EmbeddedRedis server = EmbeddedRedis.start(folder.path(), 0);
                RedisClient client = RedisClient.connect(server.url())) {
            LiveScores scores = new LiveScores(client.template(), workshop.liveSpans(), Clock.systemUTC());
            long start = System.nanoTime();
            try (Progress progress = Progress.of("Count", all)) {
                List<AnalysedArticle> batch = new ArrayList<>();
                for (long number = 0; number < all; number++) {
                    batch.add(workload.article(number));
                    if (batch.size() == BATCH || number == all - 1) {
                        scores.count(batch);
                        progress.step(batch.size());
                        batch.clear();
                    }
                }
            }
            if (!json) {
                out.printf(
                        "%,d articles of %,d characters counted, %,.0f a second%n",
                        all, text, all / ((System.nanoTime() - start) / 1e9));
            }
            new LiveMemoryOutput(out, json).print(new LiveMemory(client.template()).measure());
        }
        return 0;
    }
}
