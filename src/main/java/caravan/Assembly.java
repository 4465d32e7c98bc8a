package caravan;

import caravan.api.AlertApi;
import caravan.api.ApiDescription;
import caravan.api.ArticleApi;
import caravan.api.ArticleSearchApi;
import caravan.api.CostlyQueries;
import caravan.api.HistoryApi;
import caravan.api.JsonAnswer;
import caravan.api.PipelineApi;
import caravan.api.Problems;
import caravan.api.SourceApi;
import caravan.api.TickerApi;
import caravan.api.TrainingApi;
import caravan.api.stream.StreamApi;
import caravan.api.stream.StreamLimits;
import caravan.article.ArticleJson;
import caravan.article.RecentlyAnalysed;
import caravan.config.Settings;
import caravan.control.LegControl;
import caravan.control.ShownBeans;
import caravan.deadletter.Attempts;
import caravan.dedupe.Copies;
import caravan.embedded.SampleWireService;
import caravan.enrich.Enrichment;
import caravan.health.ConsumersHealth;
import caravan.health.ModelsHealth;
import caravan.health.ServiceHealth;
import caravan.kafka.Batch;
import caravan.kafka.BatchReader;
import caravan.kafka.ConsumerLag;
import caravan.kafka.KafkaClients;
import caravan.kafka.KafkaPing;
import caravan.kafka.RightOfWay;
import caravan.kafka.SecuredClientFactory;
import caravan.kafka.Topics;
import caravan.lake.DayBatches;
import caravan.lake.LakePublisher;
import caravan.lake.LakeReader;
import caravan.lake.Rescoring;
import caravan.lake.SentimentRows;
import caravan.lake.TrainingSets;
import caravan.lake.sql.LakeDatabase;
import caravan.lake.sql.ModelDrift;
import caravan.lake.sql.PublishedDays;
import caravan.live.KnownTickers;
import caravan.live.LiveGroups;
import caravan.live.LiveMeters;
import caravan.live.LiveRebuild;
import caravan.live.LiveRecovery;
import caravan.live.LiveScores;
import caravan.live.TickerBoard;
import caravan.live.alert.AlertMeters;
import caravan.live.alert.AlertsInForce;
import caravan.live.alert.RecentAlerts;
import caravan.live.alert.SentAlerts;
import caravan.live.alert.TickerAlerts;
import caravan.live.alert.WebhookRoutes;
import caravan.live.alert.WebhookSender;
import caravan.live.feed.Feed;
import caravan.live.feed.FeedGroups;
import caravan.live.feed.KafkaFeed;
import caravan.live.feed.ScoreFeed;
import caravan.metrics.ServiceMeters;
import caravan.sentiment.Analyst;
import caravan.sentiment.Rescorer;
import caravan.sentiment.ScoredArticles;
import caravan.sentiment.Shadow;
import caravan.sentiment.router.Backlog;
import caravan.sentiment.router.ModelMeters;
import caravan.sentiment.router.ModelPanel;
import caravan.sentiment.router.WatchedModel;
import caravan.source.DeclaredSources;
import caravan.source.Fetcher;
import caravan.source.PollQueue;
import caravan.source.Polling;
import caravan.source.SeenItems;
import caravan.source.SourceBeans;
import caravan.source.SourceControl;
import caravan.source.SourceDeclarations;
import caravan.source.SourceMeters;
import caravan.source.SourceRefresh;
import caravan.source.SourceRoutes;
import caravan.source.SourceStates;
import caravan.source.Sources;
import caravan.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.quartz.QuartzComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Puts the parts together from the settings: what the routes call by name. Every setting is read here or in
 * {@link Workshop}, at start, so that one that cannot be used stops the start and not an article.
 */
public final class Assembly implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);
    /** What the legs behind the analysis may keep of what one of them has read. */
    private static final long READ_AHEAD_BYTES = 32L << 20;

    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private StreamApi streamApi;
    private ConsumerLag lag;
    private Optional<Traces> traces = Optional.empty();

    private Assembly() {}

    /**
     * @param embedded whether Kafka is the one inside this process
     */
    static Assembly of(Settings settings, ServiceAddresses addresses, boolean embedded) {
        Assembly assembly = new Assembly();
        try {
            assembly.build(settings, addresses, embedded);
            return assembly;
        } catch (RuntimeException e) {
            assembly.close();
            throw e;
        }
    }

    private void build(Settings settings, ServiceAddresses addresses, boolean embedded) {
        Clock clock = Clock.systemUTC();
        traces = Traces.of(settings);
        traces.ifPresent(this::keep);
        traces.map(Traces::beans).ifPresent(beans::putAll);
        SampleWireService wire = keep(SampleWireService.of(settings));
        Workshop workshop = new Workshop(settings);
        Sources sources = workshop.sources(wire.placeholders());
        Fetcher fetcher = keep(workshop.fetcher(wire.allowedHosts()));

        KafkaClients kafka = KafkaClients.of(settings, addresses.kafkaBrokers());
        bean("kafkaClientFactory", new SecuredClientFactory(kafka));
        Topics.declaredIn(settings, embedded).create(kafka).forEach(difference -> LOG.warn("{}", difference));
        Database database = keep(Database.open(addresses.postgresUrl()));
        JdbcClient jdbc = database.client();
        RedisClient redisClient = keep(RedisClient.connect(addresses.redisUrl()));
        StringRedisTemplate redis = redisClient.template();
        Path lake = settings.path("caravan.lake");
        int lakeMemory = settings.integer("lake.read.memory-mb", 64, Integer.MAX_VALUE);
        LakeReader reader = keep(new LakeReader(lake, lakeMemory));

        String node = settings.text("caravan.node");
        Duration lease = settings.duration("source.lease");
        SourceStates states = new SourceStates(jdbc, node, lease, clock);
        SeenItems seen = new SeenItems(jdbc, node, lease, clock);
        seen.releaseAll();

        SourceDeclarations declarations = new SourceDeclarations(jdbc, clock);
        DeclaredSources declared = workshop.declaredSources(wire.placeholders(), declarations);
        SourceRefresh refresh = new SourceRefresh(declared, sources);
        SourceRoutes sourceRoutes = new SourceRoutes(sources);
        SourceControl control = keep(new SourceControl(sources, declarations, declared, refresh, states, clock));
        refresh.tell(sourceRoutes::follow);
        refresh.tell(keep(new SourceBeans(node, sources, states, sourceRoutes, control))::follow);
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        keep(meters::close);
        meters.config().meterFilter(new SourceMeters());
        if (!settings.flag("metrics.enabled")) {
            meters.config().meterFilter(MeterFilter.deny());
        }
        bean(MicrometerConstants.METRICS_REGISTRY_NAME, meters);
        bean("sources", sources);
        bean("sourceRoutes", sourceRoutes);
        bean("sourceRefresh", refresh);
        bean("sourceControl", control);
        bean("quartz-sources", schedule("sources", 1));
        bean("polling", new Polling(sources, states, seen, fetcher, workshop.feeds(), workshop.rhythm(), clock));
        bean("pollQueue", keep(new PollQueue(sources, fetcher, settings.integer("source.polls", 1, 1_000))));
        bean("seenItems", seen);
        bean(
                "enrichment",
                new Enrichment(
                        sources,
                        seen::firstSeen,
                        fetcher,
                        workshop.wholeText(),
                        workshop.tickers(),
                        workshop.weights(),
                        settings.flag("enrich.require-ticker"),
                        item -> {
                            states.hold(item.source());
                            seen.hold(item.articleId().toString(), item.source());
                        },
                        clock));
        bean(
                "copies",
                new Copies(jdbc, settings.duration("dedupe.window"), settings.duration("dedupe.keep-links"), clock));
        bean("priorities", workshop.priorities());
        ModelPanel models = keep(workshop.models(meters));
        Backlog backlog = workshop.backlog();
        new ModelMeters(meters).watch(backlog);
        bean("analyst", new Analyst(models, backlog, clock));
        bean("shadow", new Shadow(models, workshop.shadows(), clock));
        bean("rescorer", new Rescorer(models, settings.optional("rescore.model"), clock));
        bean("batch", new Batch());
        bean("articles", new BatchReader(ArticleJson::readArticle));
        RecentlyAnalysed analysed = new RecentlyAnalysed(READ_AHEAD_BYTES);
        bean("analysedArticles", new BatchReader(analysed::read));
        bean("lakeRows", new BatchReader(event -> SentimentRows.of(analysed.read(event))));
        bean(
                "rightOfWay",
                new RightOfWay(
                        settings.duration("lanes.high-is-late-after"),
                        settings.duration("lanes.standard-waits-at-most"),
                        clock));
        bean("scoredArticles", new ScoredArticles());
        bean("dayBatches", new DayBatches());
        bean("lakePublisher", new LakePublisher());
        bean("rescoring", new Rescoring());
        bean("quartz-lake", schedule("lake", 2));
        bean(
                "modelDrift",
                new ModelDrift(
                        lake,
                        settings.text("lake.sql.memory"),
                        settings.path("caravan.data").resolve("duckdb"),
                        meters,
                        clock));
        PublishedDays published = new PublishedDays();
        bean("publishedDays", published);
        workshop.lakeSqlOptions()
                .map(options ->
                        LakeDatabase.open(database.dataSource(), settings.path("caravan.lake"), published, options))
                .ifPresent(shown -> bean("lakeDatabase", shown));
        // Two threads: making the materialized view anew takes long, and days are loaded meanwhile.
        bean("quartz-lake-sql", schedule("lake-sql", 2));
        bean("redisTemplate", redis);
        alerts(settings, workshop, redis, meters, clock);
        bean("redisConnections", redis.getRequiredConnectionFactory());
        bean("redisText", RedisSerializer.string());
        Feed feed = new Feed(settings.integer("stream.keep", 1, 1_000_000));
        String group = settings.text("stream.group");
        keep(new FeedGroups(
                kafka,
                Map.of(
                        group + "-feed-hipri", settings.text("topic.analyzed.hipri"),
                        group + "-feed-stdpri", settings.text("topic.analyzed.stdpri"),
                        group + "-feed-alerts", settings.text("topic.alerts")),
                settings.duration("stream.read-back")));
        bean("kafkaFeed", new KafkaFeed(feed, analysed, meters));
        bean("scoreFeed", new ScoreFeed(feed, new TickerBoard(redis, clock)));
        StreamLimits limits = new StreamLimits(
                settings.integer("stream.clients", 1, 1_000_000), settings.duration("stream.patience"));
        streamApi = keep(new StreamApi(feed, limits, meters, clock));
        LiveScores scores = new LiveScores(redis, workshop.liveSpans(), clock);
        bean("liveScores", scores);
        bean("liveMeters", new LiveMeters(redis, meters));
        if (workshop.liveRebuild()) {
            LiveGroups groups = new LiveGroups(
                    kafka, List.of(settings.text("topic.analyzed.hipri"), settings.text("topic.analyzed.stdpri")));
            keep(new LiveRecovery(redis, new LiveRebuild(reader, scores, workshop.shadows()), groups))
                    .begin(node);
        }
        bean("knownTickers", new KnownTickers(redis));
        bean("dataSource", database.dataSource());
        bean("attempts", new Attempts());
        WebhookSender webhooks = (WebhookSender) beans.get("webhookSender");
        keep(DeadLetterOffice.open(settings, kafka, database, sources::hide, webhooks::whyNotPosted, meters, clock))
                .beans()
                .forEach(this::bean);
        CostlyQueries costly = CostlyQueries.of(settings);
        bean("tickerApi", new TickerApi(new TickerBoard(redis, clock)));
        bean("historyApi", new HistoryApi(reader, costly, clock));
        bean("trainingApi", new TrainingApi(new TrainingSets(lake, lakeMemory), costly));
        bean(
                "articleSearchApi",
                new ArticleSearchApi(reader, costly, settings.duration("http.search-deadline"), clock));
        bean("sourceApi", new SourceApi(sources, states, sourceRoutes, control));
        bean("articleApi", new ArticleApi(seen, settings.integer("http.max-article-bytes", 1024, 64 << 20), clock));
        bean("apiDescription", new ApiDescription());
        bean("jsonAnswer", new JsonAnswer());
        ConsumerLag lag = keep(new ConsumerLag(kafka, legs(settings), meters));
        bean("consumerLag", lag);
        this.lag = lag;
        ShownBeans shown = keep(new ShownBeans(node));
        bean("legControl", new LegControl(shown, lag, meters));
        models.models().forEach(model -> shown.show("Model", model.name(), new WatchedModel(model)));
        KafkaPing ping = keep(new KafkaPing(kafka));
        bean("consumersHealth", new ConsumersHealth());
        bean("modelsHealth", new ModelsHealth(models.models()));
        health("kafka", ping::ask);
        health("redis", () -> redis.type("tickers"));
        health("postgres", () -> jdbc.sql("SELECT 1").query(Integer.class).single());
        beans.putAll(Measuring.beans(settings, meters, sources, states, lag.legs(), clock));
        // A look at a service that is away takes its time, and delays no other.
        bean("quartz-metrics", schedule("metrics", ServiceMeters.services().size() + 1));
        bean("serviceMeters", keep(new ServiceMeters(kafka, redis, database.dataSource(), meters)));
        bean("pipelineApi", new PipelineApi(meters, lag, models.models(), clock));
        bean("problems", new Problems());
    }

    private void alerts(
            Settings settings, Workshop workshop, StringRedisTemplate redis, MeterRegistry meters, Clock clock) {
        AlertsInForce inForce = workshop.alerts();
        WebhookRoutes webhooks = new WebhookRoutes(inForce.rules());
        inForce.tell(webhooks::follow);
        AlertMeters alertMeters = new AlertMeters(meters);
        alertMeters.watch(inForce);
        TickerAlerts tickerAlerts = new TickerAlerts(redis, inForce, clock);
        RecentAlerts recent = new RecentAlerts(redis, settings.integer("alerts.recent", 1, 100_000));
        bean("alertsInForce", inForce);
        bean("webhookRoutes", webhooks);
        bean("tickerAlerts", tickerAlerts);
        bean("sentAlerts", new SentAlerts(tickerAlerts, recent, alertMeters));
        bean(
                "webhookSender",
                new WebhookSender(
                        inForce,
                        alertMeters,
                        settings.duration("alerts.webhook.deadline"),
                        settings.duration("alerts.webhook.max-age"),
                        settings.text("fetch.user-agent"),
                        clock));
        bean("quartz-alerts", schedule("alerts", 1));
        bean("alertApi", new AlertApi(recent));
    }

    /** The legs that read topics: their routes' names are their groups'. */
    private static List<ConsumerLag.Leg> legs(Settings settings) {
        List<ConsumerLag.Leg> legs = new ArrayList<>();
        for (String lane : List.of("hipri", "stdpri")) {
            legs.add(new ConsumerLag.Leg("analyse-" + lane, settings.text("topic." + lane)));
            for (String leg : List.of("live", "alerts", "lake")) {
                legs.add(new ConsumerLag.Leg(leg + '-' + lane, settings.text("topic.analyzed." + lane)));
            }
        }
        return legs;
    }

    /** A schedule with threads of its own: slow sources, which fill the other's, and PostgreSQL do not delay the lake. */
    private static QuartzComponent schedule(String name, int threads) {
        QuartzComponent quartz = new QuartzComponent();
        quartz.setProperties(Map.of(
                "org.quartz.scheduler.instanceName",
                name,
                "org.quartz.threadPool.class",
                "org.quartz.simpl.SimpleThreadPool",
                "org.quartz.threadPool.threadCount",
                Integer.toString(threads),
                "org.quartz.jobStore.class",
                "org.quartz.simpl.RAMJobStore"));
        return quartz;
    }

    private void health(String service, ServiceHealth.Question question) {
        bean(service + "Health", keep(new ServiceHealth(service, question)));
    }

    /**
     * How many records wait for each leg; for the last words of a process.
     *
     * @throws UnavailableException when Kafka does not answer
     */
    Map<String, Long> waiting() {
        lag.measure();
        Map<String, Long> waiting = new LinkedHashMap<>();
        lag.legs().forEach(leg -> lag.of(leg).ifPresent(records -> waiting.put(leg, records)));
        return waiting;
    }

    private void bean(String name, Object bean) {
        beans.put(name, bean);
    }

    private <T extends AutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }

    /** What the routes call, by the names they use. */
    public Map<String, Object> beans() {
        return Map.copyOf(beans);
    }

    /** What answers those who listen; it is no route, since a route gathers its answer. */
    StreamApi streamApi() {
        return streamApi;
    }

    /** What follows the routes; empty where nobody wants to know. */
    Optional<Traces> traces() {
        return traces;
    }

    /** Closes the parts in the reverse order of their opening. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            AutoCloseable part = open.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("{} did not close as it should", part, e);
            }
        }
    }
}
