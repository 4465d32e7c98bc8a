package caravan.sentiment.onnx;

import caravan.config.ConfigurationException;
import caravan.sentiment.Finding.Label;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is said of a sequence classifier in a folder.
 *
 * @param name as rows and events name the model
 * @param folder with {@code model.onnx}, {@code tokenizer.json} and {@code config.json}
 * @param labels what the labels of {@code config.json} mean that do not say so themselves, by their names or numbers;
 *     several may mean the same
 * @param maxTokens the longest input, special tokens included; at most what the model was made for, which is the default
 * @param output of the graph that has the logits; by default its first
 * @param activation what makes probabilities of logits; by default what {@code problem_type} in {@code config.json} says
 * @param batchSize how many texts at most go through the model at once, from 1
 * @param threads that work on a batch, from 1
 */
public record OnnxSettings(
        String name,
        Path folder,
        Map<String, Label> labels,
        OptionalInt maxTokens,
        Optional<String> output,
        Optional<Activation> activation,
        int batchSize,
        int threads) {

    /** How many texts go through a model at once where nothing else is said. */
    public static final int DEFAULT_BATCH_SIZE = 16;

    /** What makes probabilities of logits. */
    public enum Activation {
        /** The labels exclude each other. */
        SOFTMAX,
        /** Each label was trained by itself; the shares are what the model gives each of them. */
        SIGMOID
    }

    /** @throws ConfigurationException when a number is out of range; it names the model */
    public OnnxSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(activation, "activation");
        labels = Map.copyOf(labels);
        check(name, "batch_size", batchSize, 1);
        check(name, "threads", threads, 1);
        if (maxTokens.isPresent()) {
            check(name, "max_tokens", maxTokens.getAsInt(), ModelConfig.LEAST_TOKENS);
        }
    }

    /** A folder that explains itself, and one thread. */
    public static OnnxSettings of(String name, Path folder) {
        return new OnnxSettings(
                name, folder, Map.of(), OptionalInt.empty(), Optional.empty(), Optional.empty(), DEFAULT_BATCH_SIZE, 1);
    }

    private static void check(String name, String field, int value, int least) {
        if (value < least) {
            throw new ConfigurationException(
                    "Model %s: %s is %d; it must be at least %d".formatted(name, field, value, least));
        }
    }
}
