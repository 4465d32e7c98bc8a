package caravan.sentiment.router;

import caravan.config.Placeholders;
import caravan.config.YamlFields;
import caravan.sentiment.router.ModelDeclaration.Opening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The kinds of models, each with the {@code options} that go with it. */
final class ModelKinds {

    private static final List<String> WORDS = List.of("transformer", "onnx", "chat");

    private final Placeholders placeholders;

    ModelKinds(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    static String known(String word) {
        if (!WORDS.contains(word)) {
            throw new IllegalArgumentException(
                    "'%s' is not a kind of model; allowed: %s".formatted(word, String.join(", ", WORDS)));
        }
        return word;
    }

    /** Empty when anything about it is wrong. */
    Optional<Opening> opening(String name, String kind, YamlFields model) {
        model.optional("options", text -> filled(text));
        return Optional.empty();
    }

    private String filled(String text) {
        return placeholders.fill(text, new ArrayList<>());
    }
}
