package caravan.live.alert;

import caravan.config.ConfigurationException;
import caravan.config.Placeholders;
import caravan.config.YamlFields;
import caravan.config.YamlNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The file that declares when somebody is to be told, {@code alerts.yaml}; the one that is shipped describes the format.
 * Everything wrong with a file is reported at once, each with line, name, field and what is allowed.
 */
public final class AlertsFile {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}");
    private static final int SHORTEST_SECRET = 16;
    private static final List<String> TOP = List.of("webhooks", "rules");
    private static final List<String> OF_WEBHOOK = List.of("name", "url", "secret");

    private final String name;
    private final Placeholders placeholders;
    private final List<String> errors = new ArrayList<>();
    private final Set<String> webhooks = new LinkedHashSet<>();
    private final Set<String> rules = new HashSet<>();

    private AlertsFile(String name, Placeholders placeholders) {
        this.name = name;
        this.placeholders = placeholders;
    }

    /**
     * What a file's text declares.
     *
     * @param name of the file, for messages
     * @param environment what {@code {{env:NAME}}} stands for, with that prefix
     * @throws ConfigurationException for all that is wrong in it
     */
    public static AlertRules parse(String name, String yaml, Map<String, String> environment) {
        return new AlertsFile(name, new Placeholders(environment)).read(yaml);
    }

    private AlertRules read(String yaml) {
        AlertRules declared = new AlertRules(List.of(), List.of());
        try {
            if (YamlNode.read(yaml) instanceof YamlNode.Mapping root) {
                declared = declared(new YamlFields(root, () -> "alerts file", errors));
            } else {
                errors.add("line 1: the file begins with 'webhooks:' or 'rules:'");
            }
        } catch (YamlNode.InvalidYamlException e) {
            errors.add("line %d: %s".formatted(e.line(), e.getMessage()));
        }
        if (!errors.isEmpty()) {
            throw new ConfigurationException("%s has %s:%n  %s"
                    .formatted(
                            name,
                            errors.size() == 1 ? "an error" : errors.size() + " errors",
                            String.join(System.lineSeparator() + "  ", errors)));
        }
        return declared;
    }

    private AlertRules declared(YamlFields root) {
        root.allow(TOP);
        List<Webhook> told = new ArrayList<>();
        for (YamlNode.Mapping webhook : blocks(root, "webhooks")) {
            webhook(webhook).ifPresent(told::add);
        }
        List<AlertRule> declared = new ArrayList<>();
        for (YamlNode.Mapping rule : blocks(root, "rules")) {
            YamlFields fields = new YamlFields(rule, () -> "rule '%s'".formatted(named(rule)), errors);
            int before = errors.size();
            RuleFields read = new RuleFields(fields, this::newRule, this::knownWebhook);
            read.rule().filter(whole -> errors.size() == before).ifPresent(declared::add);
        }
        return new AlertRules(declared, told);
    }

    private List<YamlNode.Mapping> blocks(YamlFields root, String field) {
        YamlNode value = root.node(field);
        List<YamlNode.Mapping> blocks = new ArrayList<>();
        if (value instanceof YamlNode.Sequence sequence) {
            for (YamlNode item : sequence.items()) {
                if (item instanceof YamlNode.Mapping block) {
                    blocks.add(block);
                } else {
                    errors.add("line %d: an item of '%s' must be fields such as 'name:'".formatted(item.line(), field));
                }
            }
        } else if (value != null
                && !(value instanceof YamlNode.Scalar scalar && scalar.text().isEmpty())) {
            root.error(field, "must be a list, each item beginning with '- name:'");
        }
        return blocks;
    }

    private Optional<Webhook> webhook(YamlNode.Mapping block) {
        int before = errors.size();
        YamlFields fields = new YamlFields(block, () -> "webhook '%s'".formatted(named(block)), errors);
        fields.allow(OF_WEBHOOK);
        Optional<String> called = fields.required("name", text -> newName(text, webhooks));
        Optional<URI> url = fields.required("url", this::url);
        Optional<String> secret = fields.required("secret", this::secret);
        return errors.size() > before
                ? Optional.empty()
                : Optional.of(new Webhook(called.orElseThrow(), url.orElseThrow(), secret.orElseThrow()));
    }

    /** A complaint does not repeat the address, which may hold a key. */
    private URI url(String text) {
        String filled = placeholders.fill(text, new ArrayList<>());
        try {
            URI url = URI.create(filled);
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException notAnAddress) {
            throw new IllegalArgumentException("is not an http or https address", notAnAddress);
        }
        throw new IllegalArgumentException("is not an http or https address");
    }

    private String secret(String text) {
        String filled = placeholders.fill(text, new ArrayList<>());
        if (filled.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException(
                    "has fewer than %d characters; make one with: openssl rand -hex 32".formatted(SHORTEST_SECRET));
        }
        return filled;
    }

    private static String named(YamlNode.Mapping block) {
        YamlNode.Field field = block.fields().get("name");
        return field != null && field.value() instanceof YamlNode.Scalar scalar ? scalar.text() : "";
    }

    private String newRule(String text) {
        return newName(text, rules);
    }

    private static String newName(String text, Set<String> taken) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not a name: letters, digits, '.', '_' and '-', at most 64".formatted(text));
        }
        if (!taken.add(text)) {
            throw new IllegalArgumentException("'%s' is declared twice".formatted(text));
        }
        return text;
    }

    /** The topic and the page are told in any case; who says so is not wrong. */
    private String knownWebhook(String text) {
        if (!RuleFields.ALWAYS.contains(text) && !webhooks.contains(text)) {
            throw new IllegalArgumentException(
                    "there is no webhook '%s'; there are %s".formatted(text, webhooks.isEmpty() ? "none" : webhooks));
        }
        return text;
    }
}
