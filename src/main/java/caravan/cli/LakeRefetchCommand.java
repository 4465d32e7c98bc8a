package caravan.cli;

import caravan.UnavailableException;
import caravan.Workshop;
import caravan.config.Settings;
import caravan.enrich.WholeText;
import caravan.lake.LakeQuery;
import caravan.lake.LakeReader;
import caravan.lake.LakeTable;
import caravan.lake.Refetch;
import caravan.source.FetchRequest;
import caravan.source.Fetcher;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Fetches articles again of which the lake has no text. */
@Command(
        name = "refetch",
        description = {
            "Fetches the pages of articles again of which rows have an address and no text. The rows with text take the place"
                    + " of the old ones; their scores stay as they are.",
            "Each host is asked as politely as by the running system, whose requests are not counted here. The exit status is"
                    + " 0 when all have their text now, 3 when some still have none."
        },
        mixinStandardHelpOptions = true)
final class LakeRefetchCommand implements Callable<Integer> {

    private static final int SOME_WITHOUT = 3;

    @Mixin
    private SettingsOptions options;

    @Mixin
    private LakeFilterOptions filter;

    @Option(names = "--limit", paramLabel = "N", description = "at most so many articles, the earliest")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--threads", paramLabel = "N", description = "pages at a time; ${DEFAULT-VALUE}")
    private int threads = 8;

    @Option(names = "--dry-run", description = "only say how many there are")
    private boolean isDryRun;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (threads < 1) {
            throw new ParameterException(spec.commandLine(), "--threads %d: it takes at least 1".formatted(threads));
        }
        Settings settings = options.load();
        LakeQuery query = filter.query();
        Workshop workshop = new Workshop(settings);
        WholeText texts = workshop.wholeText();
        try (LakeReader reader = LakeAccess.reader(settings);
                LakeTable lake = new LakeTable(settings.text("lake.table"));
                Fetcher fetcher = workshop.fetcher(List.of())) {
            Refetch refetch = new Refetch(
                    reader,
                    lake.table(),
                    url -> texts.page(fetcher.fetch(FetchRequest.page(url))),
                    threads,
                    Clock.systemUTC());
            Refetch.Count count = refetch.count(query);
            Tally tally = new Tally(count);
            if (!isDryRun) {
                try (Progress progress = Progress.of("Refetch", Math.min(limit, count.articles()))) {
                    refetch.run(query, limit, outcome -> {
                        progress.step();
                        tally.add(outcome);
                    });
                }
            }
            tally.print();
            return tally.without == 0 ? 0 : SOME_WITHOUT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("Interrupted; the same command goes on with what is left", e);
        }
    }

    /** Counts, and tells what failed as it fails. */
    private final class Tally {

        private final PrintWriter out = spec.commandLine().getOut();
        private final Refetch.Count found;
        private long articles;
        private long rows;
        private long without;
        private long later;

        Tally(Refetch.Count found) {
            this.found = found;
        }

        void add(Refetch.Outcome outcome) {
            if (outcome.failure().isEmpty()) {
                articles++;
                rows += outcome.rows();
                return;
            }
            without++;
            later += outcome.isLater() ? 1 : 0;
            if (json) {
                ObjectNode line = JsonLines.MAPPER.createObjectNode();
                line.put("kind", "without")
                        .put("url", outcome.url().toString())
                        .put("rows", outcome.rows())
                        .put("reason", outcome.failure().get())
                        .put("later", outcome.isLater());
                new JsonLines(out).write(line);
            } else {
                out.printf(
                        "%s  %s%n",
                        outcome.isLater() ? "later" : "never", outcome.failure().get());
                out.flush();
            }
        }

        void print() {
            if (json) {
                new JsonLines(out)
                        .write(JsonLines.MAPPER
                                .createObjectNode()
                                .put("kind", "result")
                                .put("articles_without_text", found.articles())
                                .put("rows_without_text", found.rows())
                                .put("articles_fetched", articles)
                                .put("rows_replaced", rows)
                                .put("articles_still_without", without)
                                .put("articles_to_try_later", later));
                return;
            }
            out.printf("%,d articles (%,d rows) had an address and no text%n", found.articles(), found.rows());
            if (!isDryRun) {
                out.printf(
                        "%,d articles (%,d rows) have it now, %,d still have none, of which %,d may be had later%n",
                        articles, rows, without, later);
            }
            out.flush();
        }
    }
}
