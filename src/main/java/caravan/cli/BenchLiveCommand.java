package caravan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.RedisClient;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how soon an article is in Redis and on the screens. */
@Command(
        name = "live",
        description = {
            "Runs a Caravan of its own with embedded services, the lexicon and no sources, and measures how soon after"
                    + " Kafka's acknowledgement a high-priority article is announced by Redis and at /api/stream.",
            "First with nothing else to do, then with a flooded standard lane; or, with --listeners, with many who listen"
                    + " and ask."
        },
        mixinStandardHelpOptions = true)
final class BenchLiveCommand implements Callable<Integer> {

    private static final String HIGH = "hipri-events";
    private static final String STANDARD = "stdpri-events";
    private static final String STANDARD_DONE = "analyzed-sentiment-stdpri";
    /** As the leg before does, which hands over what it has gathered for so long. */
    private static final int LINGER_MS = 20;

    /** All that ask do so from one address, which would be too much of one client. */
    private static final Map<String, String> ANY_RATE = Map.of("http.client.requests-per-second", "1000000");

    private static final int STANDARD_TICKERS = 5_000;
    /** No backlog takes longer to write. */
    private static final int FLOODING_SECONDS = 600;

    private static final int HIGH_IN = 5;
    private static final Duration LAST = Duration.ofSeconds(60);
    private static final Duration DEAF = Duration.ofSeconds(60);

    @Option(names = "--rate", paramLabel = "N", description = "high-priority articles a second; ${DEFAULT-VALUE}")
    private int rate = 500;

    @Option(names = "--seconds", paramLabel = "N", description = "each measurement takes; ${DEFAULT-VALUE}")
    private int seconds = 30;

    @Option(
            names = "--warm",
            paramLabel = "SECONDS",
            description = "at the same rate before, until the compiler has done its work; ${DEFAULT-VALUE}")
    private int warm = 300;

    @Option(names = "--backlog", paramLabel = "N", description = "articles in the standard lane; ${DEFAULT-VALUE}")
    private int backlog = 100_000;

    @Option(
            names = "--listeners",
            paramLabel = "N",
            description = "instead, so many listeners at 100 articles a second, 20 of them high")
    private int listeners;

    @Option(names = "--requests", paramLabel = "N", description = "with --listeners, so many requests a second")
    private int requests;

    @Spec
    private CommandSpec spec;

    private volatile Latencies redis = new Latencies();
    private volatile Latencies stream = new Latencies();
    private Journeys journeys;
    private Lookout lookout;
    private int next;
    /** Of the part that is measured; what is heard of those before it does not count. */
    private volatile int first;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        journeys = new Journeys((warm + 3 * seconds + FLOODING_SECONDS) * rate);
        Vertx vertx = Vertx.vertx();
        lookout = new Lookout();
        try (TemporaryFolder folder = TemporaryFolder.make("caravan-bench-live-");
                OwnCaravan caravan = OwnCaravan.start(folder.path(), ANY_RATE);
                RedisClient client = RedisClient.connect(caravan.services().redisUrl());
                EventLoad load = new EventLoad(caravan.services().kafkaBrokers(), LINGER_MS, Journeys::ticker)) {
            out.printf(
                    "processes   Caravan with Kafka in it (%d), its Redis and PostgreSQL, and this one (%d); %d processors%n",
                    caravan.process().pid(),
                    ProcessHandle.current().pid(),
                    Runtime.getRuntime().availableProcessors());
            out.flush();
            RedisMessageListenerContainer updates = updates(client);
            StreamAudience audience = new StreamAudience(vertx, caravan.http());
            try {
                if (listeners > 0) {
                    audience(out, vertx, caravan, audience, load);
                } else {
                    lanes(out, caravan, audience, load);
                }
            } finally {
                updates.stop();
            }
        } finally {
            lookout.close();
            vertx.close();
        }
        return 0;
    }

    private void lanes(PrintWriter out, OwnCaravan caravan, StreamAudience audience, EventLoad load)
            throws InterruptedException {
        audience.join(1, number -> heard(number, stream));
        lookout.await(LAST, () -> audience.listening() == 1);
        high(load, warm, rate);
        say(out, "warming");
        high(load, seconds, rate);
        say(out, "idle");
        try (EventLoad flood = new EventLoad(caravan.services().kafkaBrokers(), 50, BenchLiveCommand::standardTicker)) {
            CompletableFuture<Void> flooding = CompletableFuture.runAsync(
                    () -> flood.write(STANDARD, 0, backlog, Double.POSITIVE_INFINITY, number -> {}));
            do {
                high(load, 1, rate);
            } while (!flooding.isDone());
            flooding.join();
        }
        say(out, "flooding");
        TopicEnds ends = new TopicEnds(caravan.services().kafkaBrokers());
        long before = ends.of(STANDARD_DONE);
        high(load, seconds, rate);
        long done = ends.of(STANDARD_DONE);
        say(out, "flooded");
        out.printf("backlog     %,d of %,d done when measuring began, %,d when it ended%n", before, backlog, done);
        out.flush();
    }

    private void audience(PrintWriter out, Vertx vertx, OwnCaravan caravan, StreamAudience audience, EventLoad load)
            throws InterruptedException {
        audience.join(listeners, number -> heard(number, stream));
        lookout.await(DEAF, () -> audience.listening() == listeners);
        out.printf(
                "listeners   %,d of %,d; %,d measure%n",
                audience.listening(), listeners, StreamAudience.reading(listeners));
        int perSecond = 100 / HIGH_IN;
        high(load, 2, perSecond);
        int known = next;
        RequestLoad asking = new RequestLoad(
                vertx, caravan.http(), number -> "/api/tickers/" + Journeys.ticker((int) (number % known)));
        try (EventLoad standard =
                new EventLoad(caravan.services().kafkaBrokers(), 0, BenchLiveCommand::standardTicker)) {
            // The compiler is to know him before: what it has never seen it compiles anew, and everybody waits
            // meanwhile.
            audience.joinDeaf();
            asked(out, asking, load, standard, warm, "warming");
            asked(out, asking, load, standard, seconds, "all read");
            audience.joinDeaf();
            asked(out, asking, load, standard, seconds, "one is deaf");
        }
        out.printf("dropped     %.0f; %,d listen%n", caravan.metric("caravan_stream_dropped"), audience.listening());
        out.flush();
    }

    /** What was asked for is answered before the next begins: it counts here and nowhere else. */
    private void asked(
            PrintWriter out, RequestLoad asking, EventLoad load, EventLoad standard, int duration, String what)
            throws InterruptedException {
        asking.start(requests);
        both(load, standard, duration);
        asking.stop();
        lookout.await(LAST, () -> asking.waiting() == 0);
        say(out, what);
        out.printf("%-11s requests %s; %s%n", "", asking.take(), asking.failures());
        out.flush();
    }

    /** A hundred articles a second in both lanes together. */
    private void both(EventLoad high, EventLoad standard, int duration) {
        int perSecond = 100 / HIGH_IN;
        int from = next;
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> standard.write(
                STANDARD,
                from * HIGH_IN,
                from * HIGH_IN + duration * (100 - perSecond),
                100 - perSecond,
                number -> {}));
        high(high, duration, perSecond);
        other.join();
    }

    private void high(EventLoad load, int duration, int perSecond) {
        int from = next;
        next = from + duration * perSecond;
        load.write(HIGH, from, next, perSecond, journeys::acknowledge);
    }

    /** Waits a while until all was heard that was written, says how soon and begins anew. */
    private void say(PrintWriter out, String what) throws InterruptedException {
        int written = next - first;
        lookout.await(LAST, () -> redis.count() >= written && stream.count() >= listened(written));
        out.printf("%-11s %,d written%n", what, written);
        out.printf("%-11s Redis   %s%n", "", redis);
        out.printf("%-11s stream  %s%n", "", stream);
        out.flush();
        first = next;
        redis = new Latencies();
        stream = new Latencies();
    }

    private RedisMessageListenerContainer updates(RedisClient client) {
        RedisMessageListenerContainer container = new RedisMessageListenerContainer();
        container.setConnectionFactory(client.template().getRequiredConnectionFactory());
        container.setSubscriptionExecutor(new SimpleAsyncTaskExecutor("updates"));
        container.setTaskExecutor(Runnable::run);
        container.addMessageListener((message, pattern) -> changed(message), ChannelTopic.of("sentiment:updates"));
        container.afterPropertiesSet();
        container.start();
        return container;
    }

    private void changed(Message message) {
        try {
            for (String ticker : JsonLines.MAPPER.readValue(message.getBody(), String[].class)) {
                heard(Journeys.number(ticker), redis);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Redis announced " + new String(message.getBody(), UTF_8), e);
        }
    }

    private void heard(int number, Latencies latencies) {
        if (number >= first) {
            journeys.heard(number, latencies);
        }
    }

    private int listened(int written) {
        return written * Math.max(1, StreamAudience.reading(listeners));
    }

    /** Nobody waits to hear of these. */
    private static String standardTicker(int number) {
        return "S%04d".formatted(number % STANDARD_TICKERS);
    }
}
