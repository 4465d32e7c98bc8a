package caravan.cli;

import caravan.Application;
import caravan.UnavailableException;
import caravan.article.TextQuality;
import caravan.config.Settings;
import caravan.enrich.WholeText;
import caravan.source.Fetched;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Polls very many sources. */
@Command(
        name = "sources",
        description =
                "Polls very many sources of a site on loopback, each with a new article in every interval, by the whole"
                        + " of Caravan with its embedded services: does any starve, does memory grow, how many metrics are there?",
        mixinStandardHelpOptions = true)
final class BenchSourcesCommand implements Callable<Integer> {

    private static final int WARM = 400;
    private static final int MEASURED = 400;
    private static final int MEGABYTE = 1 << 20;

    @Option(names = "--sources", paramLabel = "N", description = "how many; ${DEFAULT-VALUE}")
    private int sources = 2_000;

    @Option(names = "--every", paramLabel = "SECONDS", description = "each is polled; ${DEFAULT-VALUE}")
    private int seconds = 60;

    @Option(names = "--rounds", paramLabel = "N", description = "how often each is polled; ${DEFAULT-VALUE}")
    private int rounds = 5;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Duration interval = Duration.ofSeconds(seconds);
        try (ManySourcesSite site = new ManySourcesSite(sources, interval)) {
            out.printf("extraction  %.2f ms a page of 100 kB, once warm%n", extraction(site));
            out.flush();
            Path folder = Files.createTempDirectory("caravan-bench-sources-");
            try {
                run(site, folder, interval, out);
            } finally {
                delete(folder);
            }
        }
        return 0;
    }

    private void run(ManySourcesSite site, Path folder, Duration interval, PrintWriter out)
            throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("sources.yaml"), site.declarations());
        Settings settings = Settings.load(
                Optional.empty(),
                Map.of(
                        "caravan.data", folder.resolve("data").toString(),
                        "caravan.lake", folder.resolve("lake").toString(),
                        "sources.file", file.toString(),
                        "fetch.allowed-hosts", "127.0.0.1",
                        "http.port", "0"));
        Instant begun = Instant.now();
        try (Lookout lookout = new Lookout();
                Application caravan = Application.start(settings)) {
            out.printf("start       %d s with %,d routes%n", since(begun), sources);
            for (int round = 1; round <= rounds; round++) {
                lookout.pass(interval);
                out.printf(
                        "round %-5d %,6d MB of heap live, %,7d polls, %,7d pages%n",
                        round,
                        live(),
                        site.polls().stream().mapToInt(List::size).sum(),
                        site.pages());
                out.flush();
            }
            report(site, interval, out);
            out.printf("metrics     %,d lines%n", metrics(caravan.http()));
        }
        out.flush();
    }

    private void report(ManySourcesSite site, Duration interval, PrintWriter out) {
        List<List<Instant>> polls = site.polls();
        long[] gaps = polls.stream()
                .flatMapToLong(
                        of -> IntStream.range(1, of.size()).mapToLong(i -> Duration.between(of.get(i - 1), of.get(i))
                                .toMillis()))
                .sorted()
                .toArray();
        int[] counts = polls.stream().mapToInt(List::size).sorted().toArray();
        out.printf(
                "polls       %d at least, %d at most of a source; %d sources never%n",
                counts[0],
                counts[counts.length - 1],
                IntStream.of(counts).filter(count -> count == 0).count());
        if (gaps.length > 0) {
            out.printf(
                    "gaps        %.1f s by the schedule; median %.1f, 99 per cent below %.1f, largest %.1f s%n",
                    interval.toMillis() / 1e3,
                    gaps[gaps.length / 2] / 1e3,
                    gaps[(int) (gaps.length * 0.99)] / 1e3,
                    gaps[gaps.length - 1] / 1e3);
        }
    }

    private static double extraction(ManySourcesSite site) {
        WholeText texts = new WholeText();
        List<Fetched> pages = IntStream.range(0, MEASURED)
                .mapToObj(number -> page(site, number))
                .toList();
        for (int i = 0; i < WARM; i++) {
            texts.page(pages.get(i % pages.size()));
        }
        long start = System.nanoTime();
        long truncated = pages.stream()
                .filter(page -> texts.page(page).quality() == TextQuality.TRUNCATED)
                .count();
        double millis = (System.nanoTime() - start) / 1e6 / pages.size();
        if (truncated > 0) {
            throw new IllegalStateException("%d pages were not read whole".formatted(truncated));
        }
        return millis;
    }

    private static Fetched page(ManySourcesSite site, int number) {
        return new Fetched(
                site.url().resolve("/page/" + number),
                false,
                Optional.of("text/html; charset=utf-8"),
                Optional.empty(),
                Optional.empty(),
                site.html(number).getBytes(StandardCharsets.UTF_8),
                Instant.now());
    }

    private static long live() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE;
    }

    private static long metrics(URI http) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(http.resolve("/observe/metrics")).build(), BodyHandlers.ofLines())
                .body()
                .filter(line -> !line.startsWith("#"))
                .count();
    }

    private static long since(Instant begun) {
        return Duration.between(begun, Instant.now()).toSeconds();
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new UnavailableException("%s cannot be removed: %s".formatted(folder, e), e);
        }
    }
}
