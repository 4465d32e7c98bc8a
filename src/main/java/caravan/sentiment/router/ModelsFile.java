package caravan.sentiment.router;

import caravan.article.ArticleType;
import caravan.article.Priority;
import caravan.config.ConfigurationException;
import caravan.config.Placeholders;
import caravan.config.YamlFields;
import caravan.config.YamlNode;
import caravan.sentiment.chat.ChatSettings.Calls;
import caravan.sentiment.router.ModelDeclaration.Opening;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The file that declares the models and which article goes to which, {@code models.yaml}; the one that is shipped
 * describes the format. Everything wrong with a file is reported at once, each with line, name, field and what is allowed.
 */
public final class ModelsFile {

    /** The model that needs no declaration. */
    public static final String LEXICON = "lexicon";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
    private static final Duration USUAL_DEADLINE = Duration.ofSeconds(30);
    private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(2);
    private static final Duration USUAL_PROBE = Duration.ofSeconds(10);
    private static final int USUAL_CONCURRENCY = 2;
    private static final int USUAL_BATCH = 32;

    private static final List<String> TOP = List.of("models", "rules", "default", "shadow");
    private static final List<String> OF_MODEL =
            List.of("name", "kind", "deadline", "concurrency", "batch", "languages", "probe", "options");
    private static final List<String> OF_RULE = List.of(
            "name",
            "priority",
            "type",
            "source",
            "language",
            "premium_tier",
            "min_length",
            "max_length",
            "min_weight",
            "tickers",
            "min_tickers",
            "models");

    private final String name;
    private final ModelKinds kinds;
    private final List<String> errors = new ArrayList<>();
    private final Set<String> known = new LinkedHashSet<>(Set.of(LEXICON));

    private ModelsFile(String name, ModelKinds kinds) {
        this.name = name;
        this.kinds = kinds;
    }

    /**
     * What a file's text declares.
     *
     * @param name of the file, for messages
     * @param environment what {@code {{env:NAME}}} stands for, with that prefix
     * @throws ConfigurationException for all that is wrong in it
     */
    public static DeclaredModels parse(String name, String yaml, Map<String, String> environment) {
        return new ModelsFile(name, new ModelKinds(new Placeholders(environment))).read(yaml);
    }

    private DeclaredModels read(String yaml) {
        DeclaredModels declared = null;
        try {
            if (YamlNode.read(yaml) instanceof YamlNode.Mapping root) {
                declared = declared(new YamlFields(root, () -> "models file", errors));
            } else {
                errors.add("line 1: the file begins with 'models:'");
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

    private DeclaredModels declared(YamlFields root) {
        root.allow(TOP);
        List<ModelDeclaration> models = new ArrayList<>();
        for (YamlNode.Mapping model : blocks(root, "models")) {
            model(model).ifPresent(models::add);
        }
        List<ModelRule> rules = new ArrayList<>();
        for (YamlNode.Mapping rule : blocks(root, "rules")) {
            rules.add(rule(rule, rules.size() + 1));
        }
        return new DeclaredModels(
                models,
                new ModelRules(rules, root.oneOrMore("default", this::model)),
                root.oneOrMore("shadow", this::model));
    }

    private List<YamlNode.Mapping> blocks(YamlFields root, String field) {
        YamlNode value = root.node(field);
        if (value == null
                || (value instanceof YamlNode.Scalar scalar && scalar.text().isEmpty())) {
            return List.of();
        }
        List<YamlNode.Mapping> blocks = new ArrayList<>();
        if (value instanceof YamlNode.Sequence sequence) {
            for (YamlNode item : sequence.items()) {
                if (item instanceof YamlNode.Mapping block) {
                    blocks.add(block);
                } else {
                    errors.add("line %d: an item of '%s' must be fields such as 'name:'".formatted(item.line(), field));
                }
            }
        } else {
            root.error(field, "must be a list, each item beginning with '- name:'");
        }
        return blocks;
    }

    private Optional<ModelDeclaration> model(YamlNode.Mapping block) {
        int before = errors.size();
        YamlFields fields = new YamlFields(block, () -> "model '%s'".formatted(named(block)), errors);
        fields.allow(OF_MODEL);
        Optional<String> called = fields.required("name", this::newName);
        Optional<String> kind = fields.required("kind", ModelKinds::known);
        Duration deadline = fields.span("deadline", USUAL_DEADLINE);
        if (deadline.compareTo(LONGEST_DEADLINE) > 0) {
            fields.error("deadline", "is longer than 2m: Kafka would give the batch to another process meanwhile");
        }
        int concurrency = fields.whole("concurrency", 1).orElse(USUAL_CONCURRENCY);
        // A chat model is asked about each article by itself: a large batch would only be waited for.
        int batch = fields.whole("batch", 1)
                .orElse(kind.filter("chat"::equals).isPresent() ? Calls.DEFAULT.parallel() : USUAL_BATCH);
        Duration probe = fields.span("probe", USUAL_PROBE);
        List<String> languages = fields.has("languages")
                ? fields.oneOrMore("languages", ModelsFile::languageOrAny)
                : List.of(LanguageDetector.ENGLISH);
        Optional<Opening> opening = kind.flatMap(word -> kinds.opening(named(block), word, fields, deadline));
        if (errors.size() > before) {
            return Optional.empty();
        }
        Set<String> read = languages.contains("any") ? Set.of() : Set.copyOf(languages);
        return Optional.of(new ModelDeclaration(
                called.orElseThrow(),
                kind.orElseThrow(),
                new ModelLimits(deadline, concurrency, batch, read, probe),
                opening.orElseThrow()));
    }

    private ModelRule rule(YamlNode.Mapping block, int position) {
        String called = named(block).isEmpty() ? "number " + position : named(block);
        YamlFields fields = new YamlFields(block, () -> "rule '%s'".formatted(called), errors);
        fields.allow(OF_RULE);
        if (!fields.has("models")) {
            fields.error("models", "is missing");
        }
        return new ModelRule(
                called,
                fields.optional("priority", Priority::of),
                Set.copyOf(fields.oneOrMore("type", ArticleType::of)),
                Set.copyOf(fields.oneOrMore("source", source -> source)),
                Set.copyOf(fields.oneOrMore("language", ModelsFile::language)),
                fields.optional("premium_tier", tier -> tier),
                fields.whole("min_length", 0),
                fields.whole("max_length", 0),
                fields.number("min_weight", 0, Double.MAX_VALUE),
                Set.copyOf(fields.oneOrMore("tickers", ticker -> ticker.toUpperCase(Locale.ROOT))),
                fields.whole("min_tickers", 0),
                fields.oneOrMore("models", this::model));
    }

    private static String named(YamlNode.Mapping block) {
        YamlNode.Field field = block.fields().get("name");
        return field != null && field.value() instanceof YamlNode.Scalar scalar ? scalar.text() : "";
    }

    private String newName(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not a name: letters, digits, '.', '_' and '-', at most 64".formatted(text));
        }
        if (!known.add(text)) {
            throw new IllegalArgumentException(
                    text.equals(LEXICON) ? "the lexicon is always there" : "'%s' is declared twice".formatted(text));
        }
        return text;
    }

    private String model(String text) {
        if (!known.contains(text)) {
            throw new IllegalArgumentException(
                    "there is no model '%s'; there are %s".formatted(text, String.join(", ", known)));
        }
        return text;
    }

    private static String language(String text) {
        if (!LANGUAGE.matcher(text).matches()) {
            throw new IllegalArgumentException("'%s' is not a language's code, such as en".formatted(text));
        }
        return text;
    }

    private static String languageOrAny(String text) {
        return text.equals("any") ? text : language(text);
    }
}
