package caravan.metrics;

import caravan.article.Article;
import caravan.kafka.Batch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.buffer.ByteBufUtil;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/**
 * Measures what a leg has carried, a batch at a time: how soon, from which sources, how large. Called when the leg's sink
 * has taken the batch. It never fails for what is in a batch. Thread-safe.
 */
public final class LegMeters {

    /** The exchange property with the articles that a batch brings to the leg's sink. */
    public static final String ARRIVING = "arriving";

    private static final String LEG = "leg";
    private static final String OUTCOME = "outcome";
    private static final String DONE = "done";
    private static final String SOURCE = "source";

    private static final Duration[] LATENCIES = {
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30)
    };
    private static final double[] SIZES = {256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304};

    private final MeterRegistry registry;
    private final SourceLabels sources;
    private final Set<String> sizing;
    private final Clock clock;
    private final DistributionSummary textBytes;
    private final Map<String, Timer> legLatencies = new ConcurrentHashMap<>();
    private final Map<String, Timer> articleLatencies = new ConcurrentHashMap<>();
    private final Map<String, DistributionSummary> messageBytes = new ConcurrentHashMap<>();

    /**
     * @param legs by their routes' names; each has its timers from the start
     * @param sizing those of them that tell the sizes of messages: one for each topic, or they would count twice
     */
    public LegMeters(
            MeterRegistry registry, SourceLabels sources, Collection<String> legs, Set<String> sizing, Clock clock) {
        this.registry = registry;
        this.sources = sources;
        this.sizing = Set.copyOf(sizing);
        this.clock = clock;
        this.textBytes = DistributionSummary.builder("caravan.text.bytes")
                .description("Length in UTF-8 of the texts that were analysed")
                .serviceLevelObjectives(SIZES)
                .register(registry);
        legs.forEach(leg -> {
            legLatency(leg);
            articleLatency(leg);
        });
    }

    /**
     * A batch is where its leg brings it: counts its articles and times them from when they were fetched, and its records
     * from when they were put on their topic.
     *
     * @param records as camel-kafka handed them over
     * @param articles what {@link #ARRIVING} says
     * @param exchange of the leg's route, which names the leg
     */
    public void done(
            @ExchangeProperty(Batch.PROPERTY) List<Exchange> records,
            @ExchangeProperty(ARRIVING) Collection<?> articles,
            Exchange exchange) {
        carried(records, exchange);
        String leg = exchange.getFromRouteId();
        Timer latency = articleLatency(leg);
        Instant now = clock.instant();
        Map<String, Integer> bySource = new HashMap<>();
        for (Object each : articles) {
            Arrival.of(each).ifPresent(arrival -> {
                latency.record(span(arrival.fetched(), now));
                bySource.merge(sources.of(arrival.source()), 1, Integer::sum);
            });
        }
        bySource.forEach(
                (source, count) -> bySource(source, withoutLane(leg), DONE).increment(count));
        count(leg, DONE, articles.size());
    }

    /** Times a batch's records, and measures them where the leg is one that does. */
    public void carried(@ExchangeProperty(Batch.PROPERTY) List<Exchange> records, Exchange exchange) {
        String leg = exchange.getFromRouteId();
        Timer latency = legLatency(leg);
        Instant now = clock.instant();
        boolean isSizing = sizing.contains(leg);
        for (Exchange record : records) {
            Message message = record.getMessage();
            Long since = message.getHeader(KafkaConstants.TIMESTAMP, Long.class);
            if (since != null) {
                latency.record(span(Instant.ofEpochMilli(since), now));
            }
            if (isSizing && message.getBody() instanceof byte[] body) {
                messageBytes(message.getHeader(KafkaConstants.TOPIC, "", String.class))
                        .record(body.length);
            }
        }
    }

    /**
     * Articles were read, each once on its journey: how many have their whole text, and how long it is.
     *
     * @param articles messages with an {@link Article} each
     */
    public void texts(@Body List<Message> articles) {
        for (Message message : articles) {
            if (message.getBody() instanceof Article article) {
                textBytes.record(ByteBufUtil.utf8Bytes(article.text()));
                text(sources.of(article.source()), quality(article)).increment();
            }
        }
    }

    /** An article has come to an end, or to the end of a leg that takes them one by one. */
    public void count(String leg, String outcome) {
        count(leg, outcome, 1);
    }

    private void count(String leg, String outcome, int articles) {
        Counter.builder("caravan.articles")
                .description("Articles through each leg")
                .tag(LEG, leg)
                .tag(OUTCOME, outcome)
                .register(registry)
                .increment(articles);
    }

    private Counter text(String source, String quality) {
        return Counter.builder("caravan.texts")
                .description("Articles analysed, by how their text was obtained")
                .tag(SOURCE, source)
                .tag("quality", quality)
                .register(registry);
    }

    /** As {@link #count}, of an article whose source is at hand. */
    public void met(String source, String leg, String outcome) {
        count(leg, outcome);
        bySource(sources.of(source), leg, outcome).increment();
    }

    private Counter bySource(String source, String leg, String outcome) {
        return Counter.builder("caravan.source.articles")
                .description("Articles by source; the lanes of a leg together")
                .tag(SOURCE, source)
                .tag(LEG, leg)
                .tag(OUTCOME, outcome)
                .register(registry);
    }

    private static String quality(Article article) {
        if (article.text().isBlank()) {
            return "none";
        }
        return article.textQuality().map(quality -> quality.word()).orElse("unknown");
    }

    private static String withoutLane(String leg) {
        return leg.replaceFirst("-(hipri|stdpri)$", "");
    }

    /** Clocks of several machines differ a little. */
    private static Duration span(Instant since, Instant now) {
        Duration span = Duration.between(since, now);
        return span.isNegative() ? Duration.ZERO : span;
    }

    private Timer legLatency(String leg) {
        return legLatencies.computeIfAbsent(
                leg,
                name -> timer(
                        "caravan.leg.latency", "From when a record was put on its topic until the leg was done", name));
    }

    private Timer articleLatency(String leg) {
        return articleLatencies.computeIfAbsent(
                leg,
                name -> timer(
                        "caravan.article.latency", "From when an article was fetched until the leg was done", name));
    }

    private Timer timer(String name, String description, String leg) {
        return Timer.builder(name)
                .description(description)
                .tag(LEG, leg)
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
    }

    private DistributionSummary messageBytes(String topic) {
        return messageBytes.computeIfAbsent(topic, name -> DistributionSummary.builder("caravan.message.bytes")
                .description("Size of the messages that were read, uncompressed and without their keys")
                .tag("topic", name)
                .serviceLevelObjectives(SIZES)
                .register(registry));
    }
}
