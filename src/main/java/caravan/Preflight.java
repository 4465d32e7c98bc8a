package caravan;

import caravan.api.CostlyQueries;
import caravan.config.ConfigurationException;
import caravan.config.Settings;
import caravan.console.Access;
import caravan.kafka.KafkaClients;
import caravan.kafka.RightOfWay;
import caravan.kafka.Topics;
import caravan.parquet.PublishPolicy;
import caravan.trace.Traces;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.component.kafka.KafkaEndpointUriFactory;
import org.apache.camel.util.URISupport;
import org.quartz.CronExpression;

/**
 * Reads every setting, and every file a setting names, as a start would, so that one that cannot be used is known by its
 * key before anything is started. Changes nothing and asks no service. Camel's own settings are checked by Camel.
 */
final class Preflight {

    /** A port where the sample wire will not be: it chooses its own when it starts. */
    static final int NO_PORT_YET = 0;

    private static final Pattern BROKER = Pattern.compile("(\\w+://)?(\\[[0-9a-fA-F:]+]|[^\\s:/]+):\\d{1,5}");
    private static final Pattern HTTP = Pattern.compile("https?://\\S+");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,200}");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7E]*");
    private static final Pattern USER = Pattern.compile("[^:\"\\\\\\p{Cntrl}]*");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,9}");

    private static final Duration LEAST_GRACE = Duration.ofSeconds(1);

    private static final List<String> TOPICS = List.of(
            "topic.hipri",
            "topic.stdpri",
            "topic.analyzed.hipri",
            "topic.analyzed.stdpri",
            "topic.alerts",
            "topic.dead-letters");

    private final Settings settings;
    private final Workshop workshop;
    private final Map<String, String> problems = new LinkedHashMap<>();

    private Preflight(Settings settings) {
        this.settings = settings;
        this.workshop = new Workshop(settings);
    }

    /** @return what is wrong, by the setting's key, each naming the key; empty when a start can use them all */
    static Map<String, String> problems(Settings settings) {
        Preflight preflight = new Preflight(settings);
        preflight.places();
        preflight.topics();
        preflight.sources();
        preflight.articles();
        preflight.lease();
        preflight.scoresAndLake();
        preflight.alerts();
        preflight.sqlAndRescoring();
        preflight.wire();
        return preflight.problems;
    }

    /** @throws ConfigurationException that names everything that is wrong */
    static void require(Settings settings) {
        Map<String, String> problems = problems(settings);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join(System.lineSeparator(), problems.values()));
        }
    }

    /** What {@code {{name}}} in a sources file stands for, as far as it is known before anything is started. */
    static Map<String, String> placeholders(Settings settings) {
        Optional<String> wire = settings.flag("wire.enabled")
                ? Optional.of("http://127.0.0.1:" + NO_PORT_YET)
                : settings.optional("wire.url");
        return wire.map(url -> Map.of("wire.url", url)).orElse(Map.of());
    }

    private void places() {
        check("caravan.data", settings::path);
        check("caravan.lake", settings::path);
        matching("caravan.node", NAME, "a name of letters, digits, dots, hyphens and underscores");
        check("kafka.brokers", key -> settings.list(key).forEach(broker -> {
            if (!BROKER.matcher(broker).matches()) {
                throw new ConfigurationException(
                        "kafka.brokers has '%s'; a broker is host:port, such as kafka1:9092".formatted(broker));
            }
        }));
        check("kafka.security.protocol", this::kafka);
        KafkaClients.keys(settings).forEach(name -> check(name, key -> KafkaClients.check(settings, key)));
        check("redis.url", key -> settings.optional(key).ifPresent(RedisClient::addresses));
        check("postgres.url", key -> settings.optional(key).ifPresent(Preflight::postgreSql));
        Stream.of("embedded.kafka.port", "embedded.redis.port", "embedded.postgres.port", "http.port", "wire.port")
                .forEach(key -> check(key, port -> settings.integer(port, 0, 65_535)));
        check("http.host", this::host);
        check("console.trace", settings::flag);
        matching("http.user", USER, "a name without a colon, quotes or backslashes");
        check("http.password", settings::optional);
        check("http.tokens.read", key -> Access.of(settings.with(Map.of("http.tokens.write", ""))));
        check("http.tokens.write", key -> Access.of(settings.with(Map.of("http.tokens.read", ""))));
        if (!problems.containsKey("http.tokens.read")) {
            check("http.tokens.write", key -> Access.of(settings));
        }
        check("http.client.requests-per-second", key -> settings.integer(key, 1, 1_000_000));
        check("http.client.costly-queries", key -> settings.integer(key, 1, CostlyQueries.MOST));
        positive("http.search-deadline");
        check("http.costly-queries", key -> settings.integer(key, 1, CostlyQueries.MOST));
        check("http.max-article-bytes", key -> settings.integer(key, 1024, 64 << 20));
    }

    private void kafka(String protocol) {
        KafkaClients.check(settings, protocol);
        if (KafkaClients.areSecured(settings)
                && settings.optional("kafka.brokers").isEmpty()) {
            throw new ConfigurationException(
                    "%s is set, but not kafka.brokers; the embedded Kafka has no login".formatted(protocol));
        }
    }

    private static void postgreSql(String url) {
        try {
            DriverManager.getDriver(url);
        } catch (SQLException e) {
            // Neither the address nor the driver's complaint, which repeats it, is shown: it may hold a password.
            throw new ConfigurationException(
                    "postgres.url is not an address such as jdbc:postgresql://host:5432/caravan?user=caravan", e);
        }
    }

    private void host(String key) throws IOException {
        String host = settings.text(key);
        if (host.startsWith("[")) {
            throw new ConfigurationException("http.host is '%s'; write the address without brackets".formatted(host));
        }
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            boolean isOpen = Stream.of("http.password", "http.tokens.read", "http.tokens.write")
                    .allMatch(secret -> settings.optional(secret).isEmpty());
            if (isOpen && !any.getInetAddress().isLoopbackAddress()) {
                throw new ConfigurationException(
                        ("http.host is '%s', which others can reach; set http.password or http.tokens.write, or listen on"
                                        + " 127.0.0.1")
                                .formatted(host));
            }
        } catch (IOException e) {
            throw new ConfigurationException(
                    "http.host is '%s', where this machine cannot listen: %s".formatted(host, e.getMessage()), e);
        }
    }

    private void topics() {
        Map<String, String> keys = new LinkedHashMap<>();
        for (String key : TOPICS) {
            matching(key, NAME, "a topic's name: letters, digits, dots, hyphens and underscores");
            check(key, topic -> {
                String other = keys.putIfAbsent(settings.text(topic), topic);
                if (other != null) {
                    throw new ConfigurationException("%s and %s are the same topic, '%s'; each needs one of its own"
                            .formatted(other, topic, settings.text(topic)));
                }
            });
        }
        check("topic.partitions", key -> settings.integer(key, 1, Topics.MOST_PARTITIONS));
        check("topic.replication-factor", key -> settings.optional(key)
                .ifPresent(given -> settings.integer(key, 1, Topics.MOST_REPLICAS)));
        positive("topic.retention");
        check("topic.max-message-bytes", key -> settings.integer(key, 1024, Integer.MAX_VALUE));
    }

    private void sources() {
        check("wire.enabled", settings::flag);
        check("wire.url", key -> settings.optional(key).ifPresent(URI::create));
        if (!problems.containsKey("wire.enabled")) {
            check("sources.file", key -> workshop.sources(placeholders(settings)));
        }
        check("sources.refresh.cron", key -> new CronExpression(settings.text(key)));
        matching("fetch.user-agent", PRINTABLE, "printable ASCII characters");
        check("fetch.allowed-hosts", key -> workshop.hosts(List.of()));
        Stream.of("fetch.connect-timeout", "fetch.deadline", "fetch.headers-deadline")
                .forEach(this::positive);
        Stream.of("fetch.longest-wait", "fetch.longest-crawl-delay").forEach(key -> check(key, settings::duration));
        check("fetch.requests-per-second", workshop::requestsPerSecond);
        check("fetch.hosts", workshop::ownShares);
        check("fetch.robots", settings::flag);
        Stream.of("fetch.max-page-bytes", "fetch.max-feed-bytes")
                .forEach(key -> check(key, size -> settings.integer(size, 1024, Integer.MAX_VALUE)));
        check("fetch.connections-per-host", key -> settings.integer(key, 1, 1_000));
        check("fetch.connections", key -> settings.integer(key, 1, 10_000));
        Stream.of("source.lease", "source.back-off.first", "source.back-off.longest", "source.parked.probe")
                .forEach(this::positive);
        check("source.polls", key -> settings.integer(key, 1, 1_000));
        check("source.park-after", key -> settings.integer(key, 1, 1_000_000));
        check("source.skip-firings", key -> settings.integer(key, 0, 1_000));
        check("source.longest-rest", settings::duration);
    }

    private void articles() {
        check("enrich.require-ticker", settings::flag);
        check("enrich.max-text-bytes", key -> workshop.wholeText());
        check("tickers.url", key -> {
            if (!HTTP.matcher(settings.text(key)).matches()) {
                throw new ConfigurationException(
                        "tickers.url is '%s'; it must be an http or https address".formatted(settings.text(key)));
            }
        });
        if (!problems.containsKey("caravan.data")) {
            check("caravan.data", key -> workshop.companies());
        }
        check("dedupe.window", settings::duration);
        check("dedupe.keep-links", settings::duration);
        check("dedupe.expire.cron", key -> new CronExpression(settings.text(key)));
        settings.keys("weight.").forEach(key -> check(key, workshop::weight));
        check("priorities.file", key -> workshop.priorities());
        check("models.file", key -> workshop.declaredModels());
        check("analyse.lag-limit.high", settings::duration);
        check("analyse.lag-limit.standard", settings::duration);
        positive("analyse.patience");
        check("rescore.model", this::model);
        check("retry.attempts", key -> settings.integer(key, 0, Workshop.MOST_ATTEMPTS));
        Stream.of("retry.delay-ms", "retry.max-delay-ms")
                .forEach(key -> check(key, delay -> settings.integer(delay, 0, Integer.MAX_VALUE)));
        check("dead-letter.max-body-bytes", key -> settings.integer(key, 0, Integer.MAX_VALUE));
        check("dead-letters.replay-per-second", key -> settings.integer(key, 1, 1_000_000));
        check("dead-letters.replays", key -> settings.integer(key, 1, Integer.MAX_VALUE));
        positive("dead-letters.replay-lease");
    }

    /**
     * While an article's page is fetched nothing is said of its source: the lease has to outlast that. It has run for a
     * third at most when the page's turn comes ({@link caravan.source.SourceStates#hold}).
     */
    private void lease() {
        if (Stream.of("source.lease", "fetch.deadline", "retry.attempts", "retry.delay-ms")
                .anyMatch(problems::containsKey)) {
            return;
        }
        Duration page = workshop.longestPage();
        Duration least = page.multipliedBy(3).dividedBy(2);
        if (settings.duration("source.lease").compareTo(least) < 0) {
            problems.put(
                    "source.lease",
                    "source.lease is %s, which one page may outlast: it takes up to %d s with fetch.deadline=%s, retry.attempts=%d and retry.delay-ms=%s; make source.lease at least %ds or the others less"
                            .formatted(
                                    settings.text("source.lease"),
                                    page.toSeconds(),
                                    settings.text("fetch.deadline"),
                                    settings.integer("retry.attempts", 0, Workshop.MOST_ATTEMPTS),
                                    settings.text("retry.delay-ms"),
                                    least.plusMillis(999).toSeconds()));
        }
    }

    private void scoresAndLake() {
        Stream.of("live.count-once-within", "live.half-life", "live.latest-ttl").forEach(this::positive);
        check("stream.keep", key -> settings.integer(key, 1, 1_000_000));
        check("stream.clients", key -> settings.integer(key, 1, 1_000_000));
        positive("stream.patience");
        check("stream.read-back", settings::duration);
        matching(
                "stream.group",
                NAME,
                "what a consumer group's name may begin with: letters, digits, dots, hyphens and underscores");
        check("stream.scores", key -> {
            if (!settings.text(key).startsWith("spring-redis:")) {
                throw new ConfigurationException("stream.scores must begin with 'spring-redis:'");
            }
        });
        check("stream.reading", this::batch);
        check("stream.scores-every-ms", key -> settings.integer(key, 1, 60_000));
        positive("live.keep");
        if (Stream.of("live.count-once-within", "live.half-life", "live.latest-ttl")
                .noneMatch(problems::containsKey)) {
            check("live.keep", key -> workshop.liveSpans());
        }
        check("live.rebuild", key -> workshop.liveRebuild());
        Stream.of("live.prune.cron", "live.measure.cron")
                .forEach(key -> check(key, cron -> new CronExpression(settings.text(cron))));
        Stream.of(
                        "lake.batch",
                        "analyse.batch",
                        "alerts.batch",
                        "live.batch",
                        "lanes.batch.hipri",
                        "lanes.batch.stdpri")
                .forEach(key -> check(key, this::batch));
        positive("lanes.high-is-late-after");
        check("lanes.standard-waits-at-most", key -> {
            if (settings.duration(key).compareTo(RightOfWay.LONGEST) > 0) {
                throw new ConfigurationException("%s is %s; it may be at most %ds"
                        .formatted(key, settings.text(key), RightOfWay.LONGEST.toSeconds()));
            }
        });
        check("lake.publish.growth", key -> settings.number(key, 0, Double.MAX_VALUE));
        check(
                "lake.publish.budget",
                key -> new PublishPolicy(0, Duration.ZERO, settings.number(key, 0, Double.MAX_VALUE)));
        Stream.of("lake.publish.after", "lake.compact.after").forEach(key -> check(key, settings::duration));
        check("lake.grace", this::grace);
        Stream.of(
                        "pipeline.lag.cron",
                        "metrics.cron",
                        "metrics.lake.cron",
                        "lake.publish.cron",
                        "lake.compact.cron",
                        "lake.drift.cron",
                        "lake.sql.cron",
                        "lake.sql.refresh.cron")
                .forEach(key -> check(key, cron -> new CronExpression(settings.text(cron))));
        check("log.format", key -> LogFormat.of(settings));
        check("traces.endpoint", key -> Traces.endpoint(settings));
        check("traces.share", key -> settings.number(key, 0, 1));
        check("metrics.enabled", settings::flag);
        check("metrics.lake.days", key -> settings.integer(key, 1, 366));
        check("metrics.sources", key -> settings.integer(key, 0, 10_000));
        check("migration.reports", settings::path);
        check("lake.read.memory-mb", key -> settings.integer(key, 64, Integer.MAX_VALUE));
        check("lake.table", key -> {
            if (!settings.text(key).startsWith("parquet-partition:")) {
                throw new ConfigurationException("lake.table must begin with 'parquet-partition:'");
            }
        });
    }

    private void alerts() {
        check("alerts.file", key -> workshop.alerts());
        check("alerts.refresh.cron", key -> new CronExpression(settings.text(key)));
        check("alerts.recent", key -> settings.integer(key, 1, 100_000));
        positive("alerts.webhook.deadline");
        positive("alerts.webhook.max-age");
        check("alerts.webhook.attempts", key -> settings.integer(key, 0, Workshop.MOST_ATTEMPTS));
    }

    private void sqlAndRescoring() {
        check("lake.sql", key -> workshop.lakeSqlWay());
        check("lake.sql.text", settings::flag);
        check("lake.sql.path", settings::path);
        positive("lake.sql.compare");
        check("lake.sql.memory", workshop::memory);
        check("rescore.from", this::day);
        check("rescore.to", this::day);
        check("rescore.batch", key -> settings.integer(key, 1, Integer.MAX_VALUE));
    }

    /** What is shorter than a look at a directory may hide rows from it. */
    private void grace(String key) {
        if (settings.duration(key).compareTo(LEAST_GRACE) < 0) {
            throw new ConfigurationException("%s is '%s'; readers need at least 1s to open the files they found"
                    .formatted(key, settings.text(key)));
        }
    }

    private void day(String key) {
        settings.optional(key).ifPresent(day -> {
            try {
                LocalDate.parse(day);
            } catch (DateTimeParseException e) {
                throw new ConfigurationException(
                        "%s is '%s'; it must be a day such as 2025-01-31".formatted(key, day), e);
            }
        });
    }

    private void model(String key) {
        settings.optional(key)
                .filter(name -> !problems.containsKey("models.file"))
                .ifPresent(name -> {
                    Set<String> known = workshop.declaredModels().names();
                    if (!known.contains(name)) {
                        throw new ConfigurationException("%s is '%s', which %s does not declare; there are %s"
                                .formatted(key, name, settings.text("models.file"), String.join(", ", known)));
                    }
                });
    }

    /** Options of camel-kafka; those of numbers hold numbers. */
    private void batch(String key) {
        Set<String> known = new KafkaEndpointUriFactory().propertyNames();
        Map<String, Object> options;
        try {
            options = URISupport.parseQuery(settings.text(key));
        } catch (URISyntaxException e) {
            throw new ConfigurationException("%s must be name=value&name=value: %s".formatted(key, e.getMessage()), e);
        }
        options.forEach((option, value) -> {
            if (!known.contains(option)) {
                throw new ConfigurationException("%s has '%s', which camel-kafka does not know".formatted(key, option));
            }
        });
        Stream.of("pollTimeoutMs", "batchingIntervalMs", "maxPollRecords")
                .filter(options::containsKey)
                .forEach(option -> {
                    if (!WHOLE_NUMBER.matcher(options.get(option).toString()).matches()) {
                        throw new ConfigurationException(
                                "%s has %s=%s; it must be a whole number".formatted(key, option, options.get(option)));
                    }
                });
    }

    private void wire() {
        check("wire.seed", key -> settings.integer(key, 0, Integer.MAX_VALUE));
        positive("wire.pace");
        check("wire.backlog", key -> settings.integer(key, 0, 100_000));
    }

    private interface ByKey {
        void read(String key) throws IOException, ParseException, SQLException;
    }

    /** The first that is wrong with a setting is told. */
    private void check(String key, ByKey reading) {
        try {
            reading.read(key);
        } catch (ConfigurationException | IllegalArgumentException | IOException | ParseException | SQLException e) {
            String what = String.valueOf(e.getMessage());
            problems.putIfAbsent(key, what.contains(key) ? what : key + ": " + what);
        }
    }

    private void positive(String key) {
        check(key, span -> {
            if (settings.duration(span).compareTo(Duration.ZERO) <= 0) {
                throw new ConfigurationException(
                        "%s is '%s'; it must be longer than nothing".formatted(span, settings.text(span)));
            }
        });
    }

    private void matching(String key, Pattern allowed, String what) {
        check(key, name -> settings.optional(name)
                .filter(value -> !allowed.matcher(value).matches())
                .ifPresent(value -> {
                    throw new ConfigurationException("%s is '%s'; it must be %s".formatted(name, value, what));
                }));
    }
}
