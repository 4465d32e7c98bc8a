package caravan.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.config.ConfigurationException;
import caravan.config.Placeholders;
import caravan.config.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file that declares the sources, {@code sources.yaml}: one list, {@code sources}, of what {@link Source} holds.
 *
 * <p>Everything wrong with a file is reported at once, each with line, source, field and what is allowed. Placeholders
 * such as {@code {{wire.url}}} may stand in URLs and header values and are filled from outside, so that addresses and
 * keys need not be in the file. What {@code {{env:NAME}}} stands for, a variable of the environment, is kept secret.
 */
public final class SourcesFile {

    private final String name;
    private final Placeholders placeholders;
    private final List<String> errors = new ArrayList<>();

    private SourcesFile(String name, Placeholders placeholders) {
        this.name = name;
        this.placeholders = placeholders;
    }

    /**
     * The sources of a file, in its order.
     *
     * @param placeholders what {@code {{name}}} and {@code {{env:NAME}}} stand for, by what is between the braces
     * @throws ConfigurationException when the file cannot be read, or for all that is wrong in it
     */
    public static List<Source> read(Path file, Map<String, String> placeholders) {
        return parse(file.toString(), text(file), placeholders);
    }

    /**
     * A file's text.
     *
     * @throws ConfigurationException when the file cannot be read
     */
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigurationException("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    /**
     * The sources of a file that comes with Caravan, such as {@code sources-demo.yaml}.
     *
     * @param resource from the root of the class path, without a leading slash
     * @throws ConfigurationException when there is no such file, or for all that is wrong in it
     */
    public static List<Source> bundled(String resource, Map<String, String> placeholders) {
        return parse("classpath:" + resource, bundledText(resource), placeholders);
    }

    /**
     * The text of a file that comes with Caravan.
     *
     * @param resource from the root of the class path, without a leading slash
     * @throws ConfigurationException when there is no such file
     */
    public static String bundledText(String resource) {
        try (var stream = SourcesFile.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                throw new ConfigurationException("classpath:%s does not exist".formatted(resource));
            }
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new ConfigurationException("classpath:%s cannot be read: %s".formatted(resource, e), e);
        }
    }

    /**
     * The sources a file's text declares.
     *
     * @param name of the file, for messages
     * @throws ConfigurationException for all that is wrong in it
     */
    public static List<Source> parse(String name, String yaml, Map<String, String> placeholders) {
        return new SourcesFile(name, new Placeholders(placeholders)).sources(yaml);
    }

    private List<Source> sources(String yaml) {
        List<Source> sources = new ArrayList<>();
        try {
            list(YamlNode.read(yaml)).ifPresent(list -> sources.addAll(sources(list)));
        } catch (YamlNode.InvalidYamlException e) {
            errors.add("line %d: %s%s".formatted(e.line(), e.getMessage(), hint(yaml, e.line())));
        }
        if (!errors.isEmpty()) {
            throw new ConfigurationException("%s has %s:%n  %s"
                    .formatted(
                            name,
                            errors.size() == 1 ? "an error" : errors.size() + " errors",
                            String.join(System.lineSeparator() + "  ", errors)));
        }
        return List.copyOf(sources);
    }

    private Optional<YamlNode.Sequence> list(YamlNode document) {
        if (!(document instanceof YamlNode.Mapping root)) {
            errors.add("line %d: the file begins with 'sources:' and lists the sources below it"
                    .formatted(document.line()));
            return Optional.empty();
        }
        root.fields().forEach((field, value) -> {
            if (!field.equals("sources")) {
                errors.add(
                        "line %d: unknown field '%s'; allowed at this level: sources".formatted(value.line(), field));
            }
        });
        YamlNode.Field sources = root.fields().get("sources");
        if (sources == null) {
            errors.add("line %d: the list 'sources' is missing; 'sources: []' declares none".formatted(root.line()));
            return Optional.empty();
        }
        if (sources.value() instanceof YamlNode.Sequence list) {
            return Optional.of(list);
        }
        errors.add("line %d: 'sources' must be a list, each source beginning with '- name:'".formatted(sources.line()));
        return Optional.empty();
    }

    private List<Source> sources(YamlNode.Sequence list) {
        List<Source> sources = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        int position = 0;
        for (YamlNode item : list.items()) {
            position++;
            if (!(item instanceof YamlNode.Mapping mapping)) {
                errors.add("line %d: source %d must be fields such as 'name:' and 'url:'"
                        .formatted(item.line(), position));
                continue;
            }
            SourceFields fields = new SourceFields(mapping, position, placeholders, errors);
            Integer earlier = lines.putIfAbsent(fields.name(), mapping.line());
            if (earlier != null) {
                fields.error("name", "is the name of the source at line %d too; names are unique".formatted(earlier));
            }
            fields.source().ifPresent(sources::add);
        }
        return sources;
    }

    private static String hint(String yaml, int line) {
        boolean unquoted = yaml.lines().skip(Math.max(0, line - 2)).limit(2).anyMatch(text -> text.contains(": {{"));
        return unquoted ? "; a value that begins with {{ needs quotes around it" : "";
    }
}
