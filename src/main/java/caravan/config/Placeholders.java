package caravan.config;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code {{name}}} and {@code {{env:NAME}}} stand for in a file such as {@code sources.yaml}; the latter a variable of the
 * environment, or the content of the file that {@code NAME_FILE} names there. Immutable.
 */
public final class Placeholders {

    /** What the names of placeholders for variables of the environment begin with. */
    public static final String ENVIRONMENT = "env:";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}\\s]+)\\s*}}");

    private final Map<String, String> values;

    /** @param values by what is between the braces */
    public Placeholders(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * {@code text} with its placeholders filled.
     *
     * @param secrets takes what came from the environment
     * @throws IllegalArgumentException that names a placeholder without a value
     */
    public String fill(String text, Collection<String> secrets) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            String name = found.group(1);
            boolean environment = name.startsWith(ENVIRONMENT);
            String value = environment ? variable(name) : values.get(name);
            if (value == null) {
                throw new IllegalArgumentException(
                        environment
                                ? "{{%s}} has no value; set %s or %2$s_FILE in the environment"
                                        .formatted(name, name.substring(ENVIRONMENT.length()))
                                : "{{%s}} has no value; known: %s".formatted(name, known()));
            }
            if (environment) {
                secrets.add(value);
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private String variable(String name) {
        try {
            return new Environment(values).value(name).orElse(null);
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException("{{%s}} has no value: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** Not the variables of the environment, of which there are many that are nobody's business. */
    private String known() {
        return Stream.concat(
                        values.keySet().stream()
                                .filter(name -> !name.startsWith(ENVIRONMENT))
                                .sorted(),
                        Stream.of(ENVIRONMENT + "NAME"))
                .collect(Collectors.joining(", "));
    }
}
