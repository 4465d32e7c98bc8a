package caravan.enrich;

import caravan.article.Article;
import caravan.article.Priority;
import caravan.config.ConfigurationException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Sorts articles by urgency, by rules that are declared and not programmed: the first rule that holds decides, and
 * where none does the declared default.
 *
 * <p>{@code enrich/priorities.yaml} is the declaration that comes with Caravan, and describes the format. Immutable and
 * thread-safe.
 */
public final class Priorities {

    private static final String SHIPPED = "enrich/priorities.yaml";

    private final Priority byDefault;
    private final List<PriorityRule> rules;

    private Priorities(Priority byDefault, List<PriorityRule> rules) {
        this.byDefault = byDefault;
        this.rules = List.copyOf(rules);
    }

    /** The rules that come with Caravan. */
    public static Priorities shipped() {
        return bundled(SHIPPED);
    }

    /**
     * @param resource from the root of the class path, without a leading slash
     * @throws ConfigurationException that names the file, and the line or the rule and its field
     */
    public static Priorities bundled(String resource) {
        try (InputStream in = Priorities.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new ConfigurationException("classpath:%s does not exist".formatted(resource));
            }
            return parse(in.readAllBytes(), "classpath:" + resource);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read classpath:" + resource, e);
        }
    }

    /** @throws ConfigurationException that names the file, and the line or the rule and its field */
    public static Priorities read(Path file) {
        try {
            return parse(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw new ConfigurationException("Cannot read the priorities in %s: %s".formatted(file, e), e);
        }
    }

    /** How urgent an article is. */
    public Priority of(Article article) {
        return rules.stream()
                .filter(rule -> rule.holdsFor(article))
                .findFirst()
                .map(PriorityRule::priority)
                .orElse(byDefault);
    }

    /** Whether an article belongs into the high lane. */
    public boolean isHigh(Article article) {
        return of(article) == Priority.HIGH;
    }

    private static Priorities parse(byte[] yaml, String file) {
        JsonNode root = tree(yaml, file);
        RuleFields top = new RuleFields(root, file);
        top.allowOnly(List.of("default", "rules"));
        Priority byDefault = top.priority("default", Priority.STANDARD);
        List<PriorityRule> rules = new ArrayList<>();
        for (JsonNode rule : top.list("rules")) {
            int number = rules.size() + 1;
            String name = rule.path("name").asText("");
            rules.add(new RuleFields(
                            rule, "%s: rule %d%s".formatted(file, number, name.isEmpty() ? "" : " (" + name + ")"))
                    .rule());
        }
        return new Priorities(byDefault, rules);
    }

    private static JsonNode tree(byte[] yaml, String file) {
        try {
            return new YAMLMapper().readTree(yaml);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new ConfigurationException(
                    "%s line %d is not YAML: %s".formatted(file, line, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
