package caravan.source;

import caravan.config.ConfigurationException;
import caravan.config.Placeholders;
import caravan.source.SourceDeclarations.Added;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * All sources as they are declared at this moment: those of the sources file, those added over the API, each with the
 * schedule that was given to it by hand, if any. Not thread-safe.
 */
public final class DeclaredSources {

    private final String file;
    private final Supplier<String> text;
    private final Map<String, String> placeholders;
    private final Map<String, String> fromOutside;
    private final SourceDeclarations declarations;
    private Optional<Input> last = Optional.empty();

    /**
     * @param file the sources file's name, for messages
     * @param text of the sources file, read each time; may throw {@link ConfigurationException}
     * @param placeholders what {@code {{name}}} stands for
     */
    public DeclaredSources(
            String file, Supplier<String> text, Map<String, String> placeholders, SourceDeclarations declarations) {
        this.file = file;
        this.text = text;
        this.placeholders = Map.copyOf(placeholders);
        this.fromOutside = placeholders.entrySet().stream()
                .filter(placeholder -> !placeholder.getKey().startsWith(Placeholders.ENVIRONMENT))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        this.declarations = declarations;
    }

    /**
     * What is declared.
     *
     * @param problems of added sources that cannot be used here, such as a key that this process does not have; the others
     *     can
     */
    public record Declared(List<Source> sources, List<String> problems) {

        public Declared {
            sources = List.copyOf(sources);
            problems = List.copyOf(problems);
        }
    }

    private record Input(String text, List<Added> added, Map<String, String> schedules) {}

    /**
     * The sources, unless they are what they were when last asked for.
     *
     * @throws ConfigurationException when the sources file cannot be read or for all that is wrong in it; it is read
     *     again the next time
     * @throws org.springframework.dao.DataAccessException when PostgreSQL is away
     */
    public Optional<Declared> changed() {
        Input now = new Input(text.get(), declarations.added(), declarations.schedules());
        if (last.filter(now::equals).isPresent()) {
            return Optional.empty();
        }
        Declared declared = read(now);
        last = Optional.of(now);
        return Optional.of(declared);
    }

    /**
     * One source as the API takes it. Whoever may add a source may not thereby read this machine's files, nor have
     * secrets of its environment sent to an address of their choice: both are for the sources file alone.
     *
     * @param declaration a JSON object of the fields that {@code sources.yaml} has
     * @throws ConfigurationException for all that is wrong with it
     */
    public Source parse(String declaration) {
        // JSON is YAML, too.
        Source source = SourcesFile.parse("The source", "{\"sources\": [%s]}".formatted(declaration), fromOutside)
                .get(0);
        if (source.kind() instanceof Kind.Folder) {
            throw new ConfigurationException(
                    "The source %s is a folder: declare it in the sources file, not over the API"
                            .formatted(source.name()));
        }
        return source;
    }

    private Declared read(Input now) {
        Map<String, Source> sources = new LinkedHashMap<>();
        SourcesFile.parse(file, now.text(), placeholders).forEach(source -> sources.put(source.name(), source));
        List<String> problems = new ArrayList<>();
        for (Added added : now.added()) {
            if (sources.containsKey(added.name())) {
                problems.add("The source %s that was added is not used: %s has one of that name"
                        .formatted(added.name(), file));
                continue;
            }
            try {
                sources.put(added.name(), parse(added.declaration()));
            } catch (ConfigurationException e) {
                problems.add("The source %s that was added is not used: %s".formatted(added.name(), e.getMessage()));
            }
        }
        now.schedules()
                .forEach((name, cron) -> sources.computeIfPresent(name, (same, source) -> source.withCron(cron)));
        return new Declared(List.copyOf(sources.values()), problems);
    }
}
