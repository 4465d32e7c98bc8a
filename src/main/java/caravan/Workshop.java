package caravan;

import caravan.article.Article;
import caravan.article.ArticleType;
import caravan.article.Priority;
import caravan.config.ConfigurationException;
import caravan.config.Placeholders;
import caravan.config.Settings;
import caravan.enrich.Companies;
import caravan.enrich.CompanyList;
import caravan.enrich.Priorities;
import caravan.enrich.TickerFinder;
import caravan.enrich.Weights;
import caravan.enrich.WholeText;
import caravan.lake.sql.LakeSqlOptions;
import caravan.live.LiveSpans;
import caravan.live.alert.AlertsInForce;
import caravan.sentiment.LexiconModel;
import caravan.sentiment.SentimentModel;
import caravan.sentiment.router.Backlog;
import caravan.sentiment.router.DeclaredModels;
import caravan.sentiment.router.GuardedModel;
import caravan.sentiment.router.LanguageDetector;
import caravan.sentiment.router.ModelDeclaration;
import caravan.sentiment.router.ModelMeters;
import caravan.sentiment.router.ModelPanel;
import caravan.sentiment.router.ModelsFile;
import caravan.source.DeclaredSources;
import caravan.source.Feeds;
import caravan.source.FetchLimits;
import caravan.source.Fetcher;
import caravan.source.HostPolicy;
import caravan.source.Manners;
import caravan.source.Rhythm;
import caravan.source.SourceDeclarations;
import caravan.source.Sources;
import caravan.source.SourcesFile;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes the parts that need no services, as the settings want them; for the routes and for single commands alike. */
public final class Workshop {

    static final int MOST_ATTEMPTS = 1_000;

    /** Camel's own limit for waits that double. */
    private static final Duration LONGEST_RETRY_DELAY = Duration.ofSeconds(60);

    private static final Duration SHORTEST_TURN = Duration.ofMillis(500);
    private static final String CLASS_PATH = "classpath:";
    private static final Pattern MEMORY = Pattern.compile("[1-9]\\d*(\\.\\d+)? ?[KMGT]i?B");

    private final Settings settings;
    private Companies companies;

    public Workshop(Settings settings) {
        this.settings = settings;
    }

    /** @param known what {@code {{name}}} stands for in the sources file, beside the environment */
    public Sources sources(Map<String, String> known) {
        return new Sources(SourcesFile.parse(settings.text("sources.file"), sourcesText(), placeholders(known)));
    }

    /**
     * The sources as they are declared from moment to moment, in the file and in PostgreSQL.
     *
     * @param known what {@code {{name}}} stands for in the sources file, beside the environment
     */
    public DeclaredSources declaredSources(Map<String, String> known, SourceDeclarations declarations) {
        return new DeclaredSources(settings.text("sources.file"), this::sourcesText, placeholders(known), declarations);
    }

    private String sourcesText() {
        return bundled("sources.file")
                .map(SourcesFile::bundledText)
                .orElseGet(() -> SourcesFile.text(settings.path("sources.file")));
    }

    private static Map<String, String> placeholders(Map<String, String> known) {
        Map<String, String> placeholders = new HashMap<>(known);
        System.getenv().forEach((name, value) -> placeholders.put(Placeholders.ENVIRONMENT + name, value));
        return placeholders;
    }

    /** @param more hosts that may be fetched from beside those the settings allow */
    public Fetcher fetcher(Collection<String> more) {
        return new Fetcher(
                settings.text("fetch.user-agent"),
                hosts(more),
                new FetchLimits(
                        settings.integer("fetch.max-feed-bytes", 1024, Integer.MAX_VALUE),
                        settings.integer("fetch.max-page-bytes", 1024, Integer.MAX_VALUE),
                        settings.duration("fetch.deadline"),
                        settings.duration("fetch.connect-timeout"),
                        settings.duration("fetch.headers-deadline"),
                        settings.integer("fetch.connections-per-host", 1, 1000),
                        settings.integer("fetch.connections", 1, 10_000)),
                manners());
    }

    /** The longest that a page takes with all its tries, but for the wait for its host's turn. */
    Duration longestPage() {
        Duration deadline = settings.duration("fetch.deadline");
        Duration page = deadline;
        Duration wait = Duration.ofMillis(settings.integer("retry.delay-ms", 0, Integer.MAX_VALUE));
        for (int attempt = settings.integer("retry.attempts", 0, MOST_ATTEMPTS); attempt > 0; attempt--) {
            page = page.plus(wait.compareTo(LONGEST_RETRY_DELAY) < 0 ? wait : LONGEST_RETRY_DELAY)
                    .plus(deadline);
            wait = wait.compareTo(LONGEST_RETRY_DELAY) < 0 ? wait.multipliedBy(2) : wait;
        }
        return page;
    }

    /** No longer than the lease of a poll allows beside all tries of a page. */
    private Duration longestTurn() {
        Duration wanted = settings.duration("fetch.longest-wait");
        Duration allowed = settings.duration("source.lease")
                .multipliedBy(2)
                .dividedBy(3)
                .minus(longestPage())
                .dividedBy(1 + settings.integer("retry.attempts", 0, MOST_ATTEMPTS));
        Duration most = allowed.compareTo(SHORTEST_TURN) > 0 ? allowed : SHORTEST_TURN;
        return wanted.compareTo(most) < 0 ? wanted : most;
    }

    private Manners manners() {
        return new Manners(
                requestsPerSecond("fetch.requests-per-second"),
                ownShares("fetch.hosts"),
                longestTurn(),
                settings.duration("fetch.longest-crawl-delay"),
                settings.flag("fetch.robots"));
    }

    /** When a source is asked next, within its schedule. */
    public Rhythm rhythm() {
        return new Rhythm(
                settings.duration("source.back-off.first"),
                settings.duration("source.back-off.longest"),
                settings.integer("source.park-after", 1, 1_000_000),
                settings.duration("source.parked.probe"),
                settings.integer("source.skip-firings", 0, 1_000),
                settings.duration("source.longest-rest"),
                new SecureRandom());
    }

    double requestsPerSecond(String key) {
        return settings.number(key, 0.001, 1_000_000);
    }

    Map<String, Manners.Share> ownShares(String key) {
        return Manners.hosts(settings.list(key));
    }

    /** @param more hosts that may be fetched from beside those the settings allow */
    HostPolicy hosts(Collection<String> more) {
        return HostPolicy.allowing(Stream.concat(settings.list("fetch.allowed-hosts").stream(), more.stream())
                .toList());
    }

    /** Reads what sources bring; companies are known by their numbers at the SEC. */
    public Feeds feeds() {
        return new Feeds(cik -> Shipped.COMPANIES.ofCik(cik).map(Companies.Company::ticker));
    }

    public WholeText wholeText() {
        return new WholeText(settings.integer("enrich.max-text-bytes", 1, Integer.MAX_VALUE));
    }

    /** Where {@code caravan tickers refresh} leaves the SEC's list. */
    public Path companiesFile() {
        return settings.path("caravan.data").resolve(CompanyList.FILE);
    }

    /** The refreshed list where there is one, else the one that is shipped; read once. */
    public synchronized Companies companies() {
        if (companies == null) {
            companies = Files.exists(companiesFile()) ? Companies.of(companiesFile()) : Shipped.COMPANIES;
        }
        return companies;
    }

    public TickerFinder tickers() {
        return new TickerFinder(companies());
    }

    public Weights weights() {
        Map<ArticleType, Double> types = new EnumMap<>(ArticleType.class);
        for (ArticleType type : ArticleType.values()) {
            types.put(type, weight("weight.type." + type.word()));
        }
        return new Weights(types, settings.numbers("weight.tier.", Article.LEAST_WEIGHT, Article.MOST_WEIGHT));
    }

    double weight(String key) {
        return settings.number(key, Article.LEAST_WEIGHT, Article.MOST_WEIGHT);
    }

    public Priorities priorities() {
        return bundled("priorities.file")
                .map(Priorities::bundled)
                .orElseGet(() -> Priorities.read(settings.path("priorities.file")));
    }

    /** How long what holds in the live scores. */
    public LiveSpans liveSpans() {
        Duration keep = settings.duration("live.keep");
        Duration once = settings.duration("live.count-once-within");
        if (keep.compareTo(once) < 0) {
            throw new ConfigurationException(
                    "live.keep is '%s'; it must be at least live.count-once-within, which is '%s'"
                            .formatted(settings.text("live.keep"), settings.text("live.count-once-within")));
        }
        return new LiveSpans(settings.duration("live.half-life"), once, settings.duration("live.latest-ttl"), keep);
    }

    /** Whether scores that Redis has lost are counted again from the lake at start. */
    boolean liveRebuild() {
        return switch (settings.text("live.rebuild").toLowerCase(Locale.ROOT)) {
            case "auto" -> true;
            case "off" -> false;
            default ->
                throw new ConfigurationException(
                        "live.rebuild is '%s'; it must be auto or off".formatted(settings.text("live.rebuild")));
        };
    }

    /** How PostgreSQL is to show the lake; empty when it is not. */
    public Optional<LakeSqlOptions> lakeSqlOptions() {
        return lakeSqlWay().map(this::lakeSqlOptions);
    }

    Optional<LakeSqlOptions.Way> lakeSqlWay() {
        return switch (settings.text("lake.sql").toLowerCase(Locale.ROOT)) {
            case "auto" -> Optional.of(LakeSqlOptions.Way.AUTO);
            case "files" -> Optional.of(LakeSqlOptions.Way.FILES);
            case "tables" -> Optional.of(LakeSqlOptions.Way.TABLES);
            case "off" -> Optional.empty();
            default ->
                throw new ConfigurationException(
                        "lake.sql is '%s'; it must be auto, files, tables or off".formatted(settings.text("lake.sql")));
        };
    }

    private LakeSqlOptions lakeSqlOptions(LakeSqlOptions.Way way) {
        return new LakeSqlOptions(
                way,
                settings.path("lake.sql.path").toAbsolutePath().normalize().toString(),
                settings.flag("lake.sql.text"),
                settings.duration("lake.sql.compare"),
                memory("lake.sql.memory"),
                settings.path("caravan.data").resolve("duckdb"));
    }

    String memory(String key) {
        String value = settings.text(key);
        if (!MEMORY.matcher(value).matches()) {
            throw new ConfigurationException(
                    "%s is '%s'; it must be a size such as 512MB or 2GB".formatted(key, value));
        }
        return value;
    }

    /** The models that are declared, loaded; the caller closes the panel. */
    public ModelPanel models(MeterRegistry meters) {
        DeclaredModels declared = declaredModels();
        List<GuardedModel> opened = new ArrayList<>();
        try {
            for (ModelDeclaration model : declared.models()) {
                opened.add(new GuardedModel(model.opening().open(companies()), model.limits()));
            }
        } catch (RuntimeException e) {
            opened.forEach(GuardedModel::close);
            throw e;
        }
        return new ModelPanel(
                opened,
                declared.rules(),
                new LexiconModel(companies()),
                new LanguageDetector(),
                new ModelMeters(meters),
                settings.duration("analyse.patience"));
    }

    /**
     * One model, loaded; the caller closes it.
     *
     * @throws ConfigurationException when there is none of that name, or it cannot be loaded
     */
    public SentimentModel model(String name) {
        if (name.equals(ModelsFile.LEXICON)) {
            return new LexiconModel(companies());
        }
        DeclaredModels declared = declaredModels();
        return declared.models().stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        "There is no model '%s'; there are %s".formatted(name, String.join(", ", declared.names()))))
                .opening()
                .open(companies());
    }

    /** What the models file declares; nothing of it is loaded. */
    public DeclaredModels declaredModels() {
        String text = bundled("models.file")
                .map(SourcesFile::bundledText)
                .orElseGet(() -> SourcesFile.text(settings.path("models.file")));
        return ModelsFile.parse(settings.text("models.file"), text, placeholders(Map.of()));
    }

    /**
     * The rules for alerts, which follow their file.
     *
     * @throws ConfigurationException for all that is wrong in it
     */
    public AlertsInForce alerts() {
        return new AlertsInForce(
                settings.text("alerts.file"),
                () -> bundled("alerts.file")
                        .map(SourcesFile::bundledText)
                        .orElseGet(() -> SourcesFile.text(settings.path("alerts.file"))),
                placeholders(Map.of()));
    }

    /** The models that score for the lake alone. */
    public List<String> shadows() {
        return declaredModels().shadows();
    }

    /** How long articles may wait, lane by lane, before the lexicon takes them. */
    public Backlog backlog() {
        return new Backlog(Map.of(
                Priority.HIGH, settings.duration("analyse.lag-limit.high"),
                Priority.STANDARD, settings.duration("analyse.lag-limit.standard")));
    }

    /** The resource a setting such as {@code classpath:sources.yaml} names; empty when it names a file. */
    private Optional<String> bundled(String key) {
        String value = settings.text(key);
        return value.startsWith(CLASS_PATH) ? Optional.of(value.substring(CLASS_PATH.length())) : Optional.empty();
    }

    /** Thousands of names, read when they are first needed. */
    private static final class Shipped {
        static final Companies COMPANIES = Companies.shipped();
    }
}
