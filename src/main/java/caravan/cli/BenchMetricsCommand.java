package caravan.cli;

import caravan.UnavailableException;
import caravan.config.Settings;
import caravan.kafka.ConsumerLag;
import caravan.kafka.KafkaClients;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what measuring costs. */
@Command(
        name = "metrics",
        description = {
            "Carries the same articles with everything watched and with nothing watched, in turns, each time through a"
                    + " Caravan of its own with embedded services, the lexicon and no sources.",
            "Watched: all metrics, asked for every five seconds, and Camel's JMX. The ratio is that of the medians."
        },
        mixinStandardHelpOptions = true)
final class BenchMetricsCommand implements Callable<Integer> {

    private static final String TOPIC = "stdpri-events";
    private static final String ANALYSED = "analyzed-sentiment-stdpri";
    private static final List<ConsumerLag.Leg> LEGS = List.of(
            new ConsumerLag.Leg("analyse-stdpri", TOPIC),
            new ConsumerLag.Leg("live-stdpri", ANALYSED),
            new ConsumerLag.Leg("alerts-stdpri", ANALYSED),
            new ConsumerLag.Leg("lake-stdpri", ANALYSED));
    private static final Map<String, String> UNWATCHED =
            Map.of("metrics.enabled", "false", "camel.main.jmx-enabled", "false");
    private static final int TICKERS = 5_000;
    private static final int LINGER_MS = 50;
    private static final int SCRAPE_SECONDS = 5;
    private static final Duration LAST = Duration.ofMinutes(10);
    private static final double MILLION = 1e6;

    @Option(names = "--articles", paramLabel = "N", description = "measured in each turn; ${DEFAULT-VALUE}")
    private int articles = 60_000;

    @Option(names = "--warm", paramLabel = "N", description = "articles before them; ${DEFAULT-VALUE}")
    private int warm = 60_000;

    @Option(names = "--rounds", paramLabel = "N", description = "turns of each kind; ${DEFAULT-VALUE}")
    private int rounds = 3;

    @Spec
    private CommandSpec spec;

    /**
     * One turn.
     *
     * @param cpuMs of the whole process, with Kafka in it, for each article
     */
    private record Turn(double perSecond, double cpuMs) {}

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<Turn> watched = new ArrayList<>();
        List<Turn> unwatched = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            // Whichever goes first may find the machine in another state: they take turns in that, too.
            if (round % 2 == 0) {
                watched.add(turn(out, "watched", Map.of()));
                unwatched.add(turn(out, "unwatched", UNWATCHED));
            } else {
                unwatched.add(turn(out, "unwatched", UNWATCHED));
                watched.add(turn(out, "watched", Map.of()));
            }
        }
        out.printf(
                "cost        %.1f %% of throughput, %.1f %% of the processor%n",
                100
                        * (1
                                - median(watched.stream().map(Turn::perSecond).toList())
                                        / median(unwatched.stream()
                                                .map(Turn::perSecond)
                                                .toList())),
                100
                        * (median(watched.stream().map(Turn::cpuMs).toList())
                                        / median(unwatched.stream()
                                                .map(Turn::cpuMs)
                                                .toList())
                                - 1));
        out.flush();
        return 0;
    }

    private Turn turn(PrintWriter out, String kind, Map<String, String> settings) throws InterruptedException {
        ScheduledExecutorService scraping = Executors.newSingleThreadScheduledExecutor();
        try (TemporaryFolder folder = TemporaryFolder.make("caravan-bench-metrics-");
                OwnCaravan caravan = OwnCaravan.start(folder.path(), settings);
                ConsumerLag lag = new ConsumerLag(
                        KafkaClients.of(
                                Settings.load(Optional.empty(), Map.of()),
                                caravan.services().kafkaBrokers()),
                        LEGS,
                        new SimpleMeterRegistry());
                EventLoad load = new EventLoad(
                        caravan.services().kafkaBrokers(), LINGER_MS, number -> "S%04d".formatted(number % TICKERS))) {
            if (settings.isEmpty()) {
                ScheduledFuture<?> unused = scraping.scheduleAtFixedRate(
                        () -> scrape(caravan), SCRAPE_SECONDS, SCRAPE_SECONDS, TimeUnit.SECONDS);
            }
            carry(load, lag, 0, warm);
            long begun = System.nanoTime();
            Duration cpu = cpu(caravan);
            carry(load, lag, warm, warm + articles);
            Turn turn = new Turn(
                    articles * 1e9 / (System.nanoTime() - begun),
                    cpu(caravan).minus(cpu).toNanos() / MILLION / articles);
            out.printf(
                    "%-11s %,7.0f articles a second, %.3f ms of the processor each%n",
                    kind, turn.perSecond(), turn.cpuMs());
            out.flush();
            return turn;
        } finally {
            scraping.shutdownNow();
        }
    }

    /** Until all legs have taken them. */
    private static void carry(EventLoad load, ConsumerLag lag, int from, int to) throws InterruptedException {
        load.write(TOPIC, from, to, Double.POSITIVE_INFINITY, number -> {});
        try (Lookout lookout = new Lookout()) {
            if (!lookout.await(LAST, () -> waiting(lag) == 0)) {
                throw new UnavailableException("%,d articles were not carried in %s".formatted(to - from, LAST));
            }
        }
    }

    private static long waiting(ConsumerLag lag) {
        lag.measure();
        return lag.legs().stream().mapToLong(leg -> lag.of(leg).orElse(0)).sum();
    }

    private static void scrape(OwnCaravan caravan) {
        try {
            caravan.metric("caravan_articles");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration cpu(OwnCaravan caravan) {
        return caravan.process().toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
