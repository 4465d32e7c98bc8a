package caravan;

import caravan.config.Settings;
import caravan.enrich.CompanyList;
import caravan.kafka.KafkaClients;
import caravan.kafka.Topics;
import caravan.sentiment.Passage;
import caravan.sentiment.SentimentModel;
import caravan.sentiment.router.ModelDeclaration;
import caravan.source.Feeds;
import caravan.source.FetchRequest;
import caravan.source.Fetched;
import caravan.source.Fetcher;
import caravan.source.Kind;
import caravan.source.Source;
import caravan.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * Looks whether everything Caravan is configured for is there and is what it should be: folders, services, the model,
 * the sources. Changes nothing.
 */
public final class Inspection {

    /** What was found of one thing. */
    public record Result(String what, boolean good, String detail) {

        public Result {
            Objects.requireNonNull(what, "what");
            Objects.requireNonNull(detail, "detail");
        }
    }

    private static final String SEC = "sec.gov";

    private final Settings settings;
    private final Map<String, String> problems;

    public Inspection(Settings settings) {
        this.settings = settings;
        this.problems = Preflight.problems(settings);
    }

    /** @param fetchSources whether each source's feed is fetched and read */
    public List<Result> run(boolean fetchSources) {
        Optional<ServiceAddresses> running =
                isWrong("caravan.data") ? Optional.empty() : DataFolder.running(settings.path("caravan.data"));
        Workshop workshop = new Workshop(settings);
        List<Result> results = new ArrayList<>();
        results.add(folder("caravan.data"));
        results.add(folder("caravan.lake"));
        results.add(service("kafka.brokers", running.map(ServiceAddresses::kafkaBrokers), this::kafka));
        results.add(service("redis.url", running.map(ServiceAddresses::redisUrl), Inspection::redis));
        results.add(service("postgres.url", running.map(ServiceAddresses::postgresUrl), Inspection::postgres));
        results.add(look("lake.sql", () -> {
            workshop.lakeSqlOptions();
            return settings.text("lake.sql");
        }));
        if (!isWrong("caravan.data")) {
            results.add(look("companies", () -> companies(workshop)));
        }
        results.add(look("priorities.file", () -> settings.text("priorities.file")));
        results.add(look("alerts.file", () -> "%s, %d rules"
                .formatted(
                        settings.text("alerts.file"),
                        workshop.alerts().rules().rules().size())));
        results.addAll(models(workshop));
        results.addAll(sources(workshop, fetchSources));
        Set<String> told = results.stream().map(Result::what).collect(Collectors.toSet());
        problems.forEach((key, problem) -> {
            if (!told.contains(key)) {
                results.add(new Result(key, false, problem));
            }
        });
        return results;
    }

    private boolean isWrong(String key) {
        return problems.containsKey(key);
    }

    private interface Probe {
        String of(String address) throws Exception;
    }

    private Result service(String key, Optional<String> running, Probe probe) {
        Optional<String> address = settings.optional(key).or(() -> running);
        return address.map(given -> look(key, () -> probe.of(given)))
                .orElseGet(() -> new Result(key, true, "not given: started inside the process by 'run'"));
    }

    private Result look(String what, Callable<String> probe) {
        if (isWrong(what)) {
            return new Result(what, false, problems.get(what));
        }
        try {
            return new Result(what, true, probe.call());
        } catch (Exception e) {
            return new Result(what, false, String.valueOf(e.getMessage()));
        }
    }

    private Result folder(String key) {
        return look(key, () -> {
            Path folder = settings.path(key);
            Path there = folder.toAbsolutePath();
            while (!Files.exists(there)) {
                there = there.getParent();
            }
            if (!Files.isDirectory(there) || !Files.isWritable(there)) {
                throw new IOException("%s cannot be written to".formatted(there));
            }
            return Files.exists(folder) ? folder.toString() : folder + " (will be made)";
        });
    }

    private static String companies(Workshop workshop) {
        return "%d, %s"
                .formatted(
                        workshop.companies().size(),
                        CompanyList.refreshed(workshop.companiesFile())
                                .map(when -> "refreshed " + when.truncatedTo(ChronoUnit.SECONDS))
                                .orElse("as shipped"));
    }

    private String kafka(String brokers) {
        List<String> missing = Topics.declaredIn(
                        settings, settings.optional("kafka.brokers").isEmpty())
                .missing(KafkaClients.of(settings, brokers));
        return brokers + (missing.isEmpty() ? ", all topics are there" : ", will make the topics " + missing);
    }

    private static String redis(String url) {
        try (RedisClient client = RedisClient.connect(url)) {
            String type = String.valueOf(client.template().type("tickers"));
            if (!type.equals("NONE") && !type.equals("SET")) {
                throw new UnprocessableException(
                        "The key 'tickers' there is a %s and not a set: this Redis serves something else"
                                .formatted(type));
            }
            return "answers, %s tickers".formatted(client.template().opsForSet().size("tickers"));
        }
    }

    private static String postgres(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            return "PostgreSQL " + connection.getMetaData().getDatabaseProductVersion();
        }
    }

    private List<Result> models(Workshop workshop) {
        List<Result> results = new ArrayList<>();
        results.add(look("models.file", () -> settings.text("models.file")));
        if (!isWrong("models.file") && !isWrong("caravan.data")) {
            workshop.declaredModels()
                    .models()
                    .forEach(
                            declared -> results.add(look("model " + declared.name(), () -> model(declared, workshop))));
        }
        return results;
    }

    private static String model(ModelDeclaration declared, Workshop workshop) {
        try (SentimentModel model = workshop.model(declared.name())) {
            model.score(List.of(new Passage("Profit rises", "Profit rises.", List.of())));
            return "%s (%s, version %s) answers".formatted(model.name(), declared.kind(), model.version());
        }
    }

    private String operator(Sources sources) {
        String named = settings.text("fetch.user-agent");
        boolean sec = sources.all().stream()
                .map(source -> Optional.ofNullable(source.url().getHost()).orElse(""))
                .anyMatch(host -> host.equals(SEC) || host.endsWith("." + SEC));
        boolean nobody = !settings.changed().containsKey("fetch.user-agent");
        return nobody
                ? "WARNING: nobody is named, so that no site's owner can reach you%s; set it to a name and an e-mail address"
                        .formatted(sec ? ", and %s, which is polled, refuses such requests".formatted(SEC) : "")
                : named;
    }

    private List<Result> sources(Workshop workshop, boolean fetch) {
        List<Result> results = new ArrayList<>();
        Sources sources =
                isWrong("sources.file") ? new Sources(List.of()) : workshop.sources(Preflight.placeholders(settings));
        results.add(look("sources.file", () -> "%s, %d sources"
                .formatted(settings.text("sources.file"), sources.all().size())));
        results.add(look("fetch.user-agent", () -> operator(sources)));
        boolean canFetch = problems.keySet().stream()
                .noneMatch(key -> key.startsWith("fetch.") || key.startsWith("retry.") || key.equals("source.lease"));
        if (fetch && canFetch) {
            Feeds feeds = workshop.feeds();
            try (Fetcher fetcher = workshop.fetcher(List.of())) {
                for (Source source : sources.all()) {
                    Result result = look("source " + source.name(), () -> {
                        if (source.kind() instanceof Kind.Folder folder) {
                            return "the folder " + folder.path();
                        }
                        if (source.url().getPort() == Preflight.NO_PORT_YET) {
                            return "on the sample wire: started inside the process by 'run'";
                        }
                        Fetched feed = fetcher.fetch(FetchRequest.feed(source, Optional.empty(), Optional.empty()));
                        return "%d items"
                                .formatted(feeds.parse(source, feed).items().size());
                    });
                    results.add(new Result(result.what(), result.good(), sources.hide(result.detail())));
                }
            }
        }
        return results;
    }
}
