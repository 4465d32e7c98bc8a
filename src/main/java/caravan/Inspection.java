package caravan;

import caravan.config.Settings;
import caravan.kafka.Topics;
import caravan.sentiment.Passage;
import caravan.source.Feeds;
import caravan.source.FetchRequest;
import caravan.source.Fetched;
import caravan.source.Fetcher;
import caravan.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

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

    private static final int NO_PORT_YET = 0;

    private final Settings settings;

    public Inspection(Settings settings) {
        this.settings = settings;
    }

    /** @param fetchSources whether each source's feed is fetched and read */
    public List<Result> run(boolean fetchSources) {
        Path data = settings.path("caravan.data");
        Optional<ServiceAddresses> running = DataFolder.running(data);
        Workshop workshop = new Workshop(settings);
        List<Result> results = new ArrayList<>();
        results.add(folder("caravan.data", data));
        results.add(folder("caravan.lake", settings.path("caravan.lake")));
        results.add(service("kafka.brokers", running.map(ServiceAddresses::kafkaBrokers), this::kafka));
        results.add(service("redis.url", running.map(ServiceAddresses::redisUrl), Inspection::redis));
        results.add(service("postgres.url", running.map(ServiceAddresses::postgresUrl), Inspection::postgres));
        results.add(look("lake.sql", () -> {
            workshop.lakeSqlOptions();
            return settings.text("lake.sql");
        }));
        results.add(look("model " + workshop.model().name(), () -> model(workshop)));
        results.add(look("priorities.file", () -> {
            workshop.priorities();
            return settings.text("priorities.file");
        }));
        results.addAll(sources(workshop, fetchSources));
        return results;
    }

    private interface Probe {
        String of(String address) throws Exception;
    }

    private Result service(String key, Optional<String> running, Probe probe) {
        Optional<String> address = settings.optional(key).or(() -> running);
        return address.map(given -> look(key, () -> probe.of(given)))
                .orElseGet(() -> new Result(key, true, "not given: started inside the process by 'run'"));
    }

    private static Result look(String what, Callable<String> probe) {
        try {
            return new Result(what, true, probe.call());
        } catch (Exception e) {
            return new Result(what, false, String.valueOf(e.getMessage()));
        }
    }

    private static Result folder(String key, Path folder) {
        return look(key, () -> {
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

    private String kafka(String brokers) {
        List<String> missing = Topics.declaredIn(
                        settings, settings.optional("kafka.brokers").isEmpty())
                .missing(brokers);
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

    private static String model(Workshop workshop) {
        workshop.model().score(List.of(new Passage("Profit rises", "Profit rises.", List.of())));
        return "answers";
    }

    private List<Result> sources(Workshop workshop, boolean fetch) {
        List<Source> sources;
        try {
            sources = List.copyOf(workshop.sources(wireUrl()).all());
        } catch (RuntimeException e) {
            return List.of(new Result("sources.file", false, String.valueOf(e.getMessage())));
        }
        List<Result> results = new ArrayList<>();
        results.add(new Result(
                "sources.file", true, "%s, %d sources".formatted(settings.text("sources.file"), sources.size())));
        if (fetch) {
            Feeds feeds = new Feeds();
            try (Fetcher fetcher = workshop.fetcher(List.of())) {
                for (Source source : sources) {
                    results.add(look("source " + source.name(), () -> {
                        if (source.url().getPort() == NO_PORT_YET) {
                            return "on the sample wire: started inside the process by 'run'";
                        }
                        Fetched feed = fetcher.fetch(FetchRequest.feed(source, Optional.empty(), Optional.empty()));
                        return "%d items"
                                .formatted(
                                        feeds.parse(source.name(), feed).items().size());
                    }));
                }
            }
        }
        return results;
    }

    /** The sample wire's port is chosen when it starts. */
    private Map<String, String> wireUrl() {
        Optional<String> wire = settings.flag("wire.enabled")
                ? Optional.of("http://127.0.0.1:" + NO_PORT_YET)
                : settings.optional("wire.url");
        return wire.map(url -> Map.of("wire.url", url)).orElse(Map.of());
    }
}
