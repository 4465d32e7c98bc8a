package caravan.sentiment.onnx;

import caravan.UnavailableException;
import caravan.config.ConfigurationException;
import caravan.onnx.OnnxTransformer;
import caravan.onnx.OnnxTransformer.Options;
import caravan.onnx.OnnxTransformer.Output;
import caravan.sentiment.Probabilities;
import caravan.sentiment.TextClassifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A sequence classifier of Hugging Face, exported to ONNX, in a folder of three files: {@code model.onnx},
 * {@code tokenizer.json} and {@code config.json}. Thread-safe.
 *
 * <p>Its labels are told by the names that {@code id2label} in {@code config.json} gives them. Texts of similar length
 * go through the model together, padded to the longest of them.
 */
public final class OnnxClassifier implements TextClassifier {

    private static final List<String> FILES = List.of("model.onnx", "tokenizer.json", "config.json");
    private static final int VERSION_DIGITS = 12;

    /** Any text will do to see whether the model answers. */
    private static final String PROBE = "Profit rises.";

    private final String name;
    private final String version;
    private final int maxTokens;
    private final LabelColumns labels;
    private final OnnxTransformer transformer;

    /** @throws ConfigurationException when it cannot be used; the message names the file and what is wrong with it */
    public OnnxClassifier(OnnxSettings settings) {
        Path folder = settings.folder();
        for (String file : FILES) {
            if (!Files.isRegularFile(folder.resolve(file))) {
                throw new ConfigurationException("Model %s: %s is missing; the folder must have %s"
                        .formatted(settings.name(), folder.resolve(file), String.join(", ", FILES)));
            }
        }
        ModelConfig config = ModelConfig.read(folder);
        name = settings.name();
        maxTokens = settings.maxTokens().orElse(config.maxTokens());
        if (maxTokens > config.maxTokens()) {
            throw new ConfigurationException("Model %s: max_tokens is %d, but by %s it reads %d at most"
                    .formatted(name, maxTokens, config.file(), config.maxTokens()));
        }
        labels = new LabelColumns(
                config, settings.labels(), settings.activation().orElse(config.activation()));
        version = fingerprint(folder);
        Options options = new Options(maxTokens, settings.batchSize(), settings.threads(), settings.output());
        transformer =
                OnnxTransformer.open(name, folder.resolve("model.onnx"), folder.resolve("tokenizer.json"), options);
        probe(folder.resolve("model.onnx"));
    }

    private void probe(Path file) {
        try {
            classify(List.of(PROBE));
        } catch (UnavailableException e) {
            close();
            throw new ConfigurationException("%s cannot be used: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** The beginning of the SHA-256 of its files. */
    private static String fingerprint(Path folder) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String file : FILES) {
                try (InputStream in = new DigestInputStream(Files.newInputStream(folder.resolve(file)), digest)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_DIGITS);
        } catch (IOException e) {
            throw new ConfigurationException("%s cannot be read: %s".formatted(folder, e.getMessage()), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public int room() {
        return maxTokens - transformer.special();
    }

    @Override
    public int[] tokens(List<String> texts) {
        return transformer.count(texts);
    }

    @Override
    public List<Probabilities> classify(List<String> sentences) {
        return transformer.run(sentences, (number, output) -> probabilities(output));
    }

    private Probabilities probabilities(Output output) {
        if (output.tokens() != 1 || output.width() != labels.count()) {
            throw unusable("it has %d outputs for %d labels".formatted(output.values().length, labels.count()), null);
        }
        try {
            return labels.probabilities(output.values());
        } catch (IllegalArgumentException e) {
            throw unusable(e.getMessage(), e);
        }
    }

    private UnavailableException unusable(String what, Throwable cause) {
        return new UnavailableException("Model %s gave no usable answer: %s".formatted(name, what), cause);
    }

    @Override
    public void close() {
        transformer.close();
    }
}
