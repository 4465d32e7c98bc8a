package caravan.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.util.IOHelper;
import org.apache.camel.util.TimeUtils;

/**
 * Every setting, each with one value: what {@code application.properties} ships, overridden by a file, by the
 * environment ({@code KAFKA_BROKERS} for {@code kafka.brokers}, or {@code KAFKA_BROKERS_FILE} for a file with it), by system properties and by the command line, in that
 * order. A setting nobody knows is refused, so that a typing error cannot pass for a choice. Immutable.
 */
public final class Settings {

    private static final String DEFAULTS = "/application.properties";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}?]+)}}");
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9}(ms|[smhd]))+");
    private static final int DEEPEST_PLACEHOLDER = 10;

    /** What nobody is shown. The addresses hold passwords. */
    private static final Set<String> SECRETS = Set.of(
            "http.password",
            "http.tokens.read",
            "http.tokens.write",
            "redis.url",
            "postgres.url",
            "kafka.sasl.jaas.config",
            "kafka.ssl.truststore.password",
            "kafka.ssl.keystore.password",
            "kafka.ssl.key.password");

    private final Map<String, String> values;
    private final Map<String, String> changed;

    private Settings(Map<String, String> values, Map<String, String> changed) {
        this.values = new TreeMap<>(values);
        this.changed = new TreeMap<>(changed);
    }

    /** The shipped settings with what the environment and the system properties override. */
    public static Settings load(Optional<Path> file, Map<String, String> commandLine) {
        return load(file, System.getenv(), System.getProperties(), commandLine);
    }

    /**
     * @param file of {@code key=value} lines; empty when there is none
     * @param commandLine what was said for this run alone; wins over all
     * @throws ConfigurationException when the file cannot be read or a key is unknown
     */
    public static Settings load(
            Optional<Path> file,
            Map<String, String> environment,
            Properties systemProperties,
            Map<String, String> commandLine) {
        Map<String, String> shipped = shipped();
        Map<String, String> changed = new TreeMap<>();
        file.ifPresent(path -> changed.putAll(known(shipped, fromFile(path), path.toString())));
        for (String key : shipped.keySet()) {
            new Environment(environment)
                    .value(IOHelper.normalizeEnvironmentVariable(key))
                    .ifPresent(variable -> changed.put(key, variable));
            String property = systemProperties.getProperty(key);
            if (property != null) {
                changed.put(key, property);
            }
        }
        changed.putAll(known(shipped, commandLine, "the command line"));
        Map<String, String> values = new TreeMap<>(shipped);
        values.putAll(changed);
        return new Settings(values, changed);
    }

    /** Whether the value of a setting must not be logged or shown. */
    public static boolean isSecret(String key) {
        return SECRETS.contains(key);
    }

    /** The same settings with some changed; for what is known only once something runs, such as a chosen port. */
    public Settings with(Map<String, String> more) {
        Map<String, String> newValues = new TreeMap<>(values);
        newValues.putAll(known(values, more, "the program"));
        Map<String, String> newChanged = new TreeMap<>(changed);
        newChanged.putAll(more);
        return new Settings(newValues, newChanged);
    }

    /** What differs from the shipped settings, placeholders as they were written. */
    public Map<String, String> changed() {
        return Map.copyOf(changed);
    }

    /** A value that must be there. */
    public String text(String key) {
        return optional(key).orElseThrow(() -> new ConfigurationException(key + " is empty; give it a value"));
    }

    /** A value that may be left empty. */
    public Optional<String> optional(String key) {
        return Optional.of(resolved(key, 0).strip()).filter(value -> !value.isEmpty());
    }

    /** A file or folder, which need not be there. */
    public Path path(String key) {
        String value = text(key);
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new ConfigurationException("%s is '%s'; it must be a path".formatted(key, value), e);
        }
    }

    /** A comma-separated list; empty when the value is. */
    public List<String> list(String key) {
        return optional(key).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    public boolean flag(String key) {
        String value = text(key);
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ConfigurationException("%s is '%s'; it must be true or false".formatted(key, value));
        };
    }

    /** A whole number in a range, both ends included. */
    public int integer(String key, int least, int most) {
        String value = text(key);
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ConfigurationException(
                    "%s is '%s'; it must be a whole number from %d to %d".formatted(key, value, least, most), e);
        }
        throw new ConfigurationException(
                "%s is '%s'; it must be a whole number from %d to %d".formatted(key, value, least, most));
    }

    /** A number in a range, both ends included. */
    public double number(String key, double least, double most) {
        String value = text(key);
        try {
            double number = Double.parseDouble(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ConfigurationException(
                    "%s is '%s'; it must be a number from %s to %s".formatted(key, value, least, most), e);
        }
        throw new ConfigurationException(
                "%s is '%s'; it must be a number from %s to %s".formatted(key, value, least, most));
    }

    /** A span of time such as {@code 500ms}, {@code 30s}, {@code 1h30m}, {@code 7d}; never negative. */
    public Duration duration(String key) {
        String value = text(key);
        if (!SPAN.matcher(value).matches()) {
            throw new ConfigurationException(
                    "%s is '%s'; it must be a span of time such as 500ms, 30s, 5m or 7d".formatted(key, value));
        }
        return TimeUtils.toDuration(value);
    }

    /** Every key that starts with {@code prefix}, in alphabetical order. */
    public List<String> keys(String prefix) {
        return values.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    }

    /** Numbers by name, from every key that starts with {@code prefix}: {@code weight.type.} gives news, social, … */
    public Map<String, Double> numbers(String prefix, double least, double most) {
        return values.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .collect(Collectors.toMap(key -> key.substring(prefix.length()), key -> number(key, least, most)));
    }

    private String resolved(String key, int depth) {
        String value = values.get(key);
        if (value == null) {
            throw new ConfigurationException("There is no setting " + key);
        }
        if (depth > DEEPEST_PLACEHOLDER) {
            throw new ConfigurationException(key + " refers to itself");
        }
        return PLACEHOLDER
                .matcher(value)
                .replaceAll(match ->
                        Matcher.quoteReplacement(resolved(match.group(1).strip(), depth + 1)));
    }

    private static Map<String, String> shipped() {
        try (InputStream stream = Settings.class.getResourceAsStream(DEFAULTS)) {
            Properties properties = new Properties();
            properties.load(stream);
            return map(properties);
        } catch (IOException e) {
            throw new ConfigurationException("The shipped settings cannot be read", e);
        }
    }

    private static Map<String, String> fromFile(Path file) {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            Properties properties = new Properties();
            properties.load(reader);
            return map(properties);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException("The settings file %s cannot be read: %s".formatted(file, e), e);
        }
    }

    private static Map<String, String> map(Properties properties) {
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(key -> key, properties::getProperty, (a, b) -> b, TreeMap::new));
    }

    /** Camel's own settings are checked by Camel when it starts; names given to a factor are free. */
    private static Map<String, String> known(Map<String, String> shipped, Map<String, String> given, String where) {
        for (String key : given.keySet()) {
            boolean open = key.startsWith("camel.") || key.startsWith("weight.tier.");
            if (!open && !shipped.containsKey(key)) {
                throw new ConfigurationException(
                        "There is no setting '%s' (in %s); docs/reference/configuration.md lists them"
                                .formatted(key, where));
            }
        }
        return given;
    }
}
