package caravan.sentiment.router;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code models.yaml} declares. Immutable.
 *
 * @param models beside the lexicon
 * @param rules which models an article is for
 * @param shadows models that score every article beside those, for the lake alone
 */
public record DeclaredModels(List<ModelDeclaration> models, ModelRules rules, List<String> shadows) {

    public DeclaredModels {
        models = List.copyOf(models);
        shadows = List.copyOf(shadows);
    }

    /** The names of all models there are, the lexicon's first. */
    public Set<String> names() {
        return Stream.concat(Stream.of(ModelsFile.LEXICON), models.stream().map(ModelDeclaration::name))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
