package caravan.sentiment.onnx;

import caravan.config.ConfigurationException;
import caravan.sentiment.onnx.OnnxSettings.Activation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a folder's {@code config.json}, and {@code tokenizer_config.json} where there is one, say of the model.
 *
 * @param file for messages
 * @param labels by the column of the output in which they stand
 * @param activation that fits how it was trained
 * @param maxTokens the longest input it was made for, special tokens included
 */
record ModelConfig(Path file, List<String> labels, Activation activation, int maxTokens) {

    /** Two special tokens and one of the text. */
    static final int LEAST_TOKENS = 3;

    private static final int UNSAID_TOKENS = 512;

    /** Transformers writes 1e30 where a tokenizer knows no limit. */
    private static final long UNLIMITED = 1_000_000;

    /** Their positions are counted from the one after the padding's number, so that the first ones are never used. */
    private static final Set<String> POSITIONS_AFTER_PADDING =
            Set.of("roberta", "xlm-roberta", "xlm-roberta-xl", "camembert", "longformer", "mpnet", "ibert");

    private static final ObjectMapper JSON = new ObjectMapper();

    ModelConfig {
        labels = List.copyOf(labels);
    }

    /** @throws ConfigurationException that names the file and the field */
    static ModelConfig read(Path folder) {
        Path file = folder.resolve("config.json");
        JsonNode config = json(file);
        return new ModelConfig(file, labels(file, config), activation(file, config), maxTokens(folder, file, config));
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new ConfigurationException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static List<String> labels(Path file, JsonNode config) {
        JsonNode named = config.path("id2label");
        if (!named.isObject() || named.isEmpty()) {
            throw new ConfigurationException(
                    "%s: id2label is missing; the folder must be of a sequence classifier, and say what its outputs mean"
                            .formatted(file));
        }
        List<String> labels = new ArrayList<>();
        for (int column = 0; column < named.size(); column++) {
            JsonNode label = named.path(Integer.toString(column));
            if (!label.isTextual()) {
                throw new ConfigurationException(
                        "%s: id2label has %d labels but none under \"%d\"".formatted(file, named.size(), column));
            }
            labels.add(label.textValue());
        }
        return labels;
    }

    private static Activation activation(Path file, JsonNode config) {
        return switch (config.path("problem_type").asText("")) {
            case "", "null", "single_label_classification" -> Activation.SOFTMAX;
            case "multi_label_classification" -> Activation.SIGMOID;
            default ->
                throw new ConfigurationException(
                        "%s: problem_type is '%s'; it must be single_label_classification or multi_label_classification"
                                .formatted(file, config.path("problem_type").asText()));
        };
    }

    private static int maxTokens(Path folder, Path file, JsonNode config) {
        long positions = config.path("max_position_embeddings").asLong(UNSAID_TOKENS);
        if (config.has("max_position_embeddings")
                && POSITIONS_AFTER_PADDING.contains(config.path("model_type").asText())) {
            positions -= config.path("pad_token_id").asLong(1) + 1;
        }
        Path tokenizer = folder.resolve("tokenizer_config.json");
        double most = Files.exists(tokenizer)
                ? json(tokenizer).path("model_max_length").asDouble(UNLIMITED)
                : UNLIMITED;
        long tokens = most < UNLIMITED ? Math.min(positions, (long) most) : positions;
        if (tokens < LEAST_TOKENS || tokens > UNLIMITED) {
            throw new ConfigurationException(
                    "%s: max_position_embeddings leaves room for %d tokens; from %d to %d will do"
                            .formatted(file, tokens, LEAST_TOKENS, UNLIMITED));
        }
        return (int) tokens;
    }
}
