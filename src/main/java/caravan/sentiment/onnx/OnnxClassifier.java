package caravan.sentiment.onnx;

import ai.onnxruntime.OrtException;
import caravan.UnavailableException;
import caravan.config.ConfigurationException;
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
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

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
    private final int batchSize;
    private final LabelColumns labels;
    private final TextEncoder encoder;
    private final Graph graph;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

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
        batchSize = settings.batchSize();
        maxTokens = settings.maxTokens().orElse(config.maxTokens());
        if (maxTokens > config.maxTokens()) {
            throw new ConfigurationException("Model %s: max_tokens is %d, but by %s it reads %d at most"
                    .formatted(name, maxTokens, config.file(), config.maxTokens()));
        }
        labels = new LabelColumns(
                config, settings.labels(), settings.activation().orElse(config.activation()));
        version = fingerprint(folder);
        encoder = new TextEncoder(folder.resolve("tokenizer.json"), maxTokens);
        graph = graph(folder.resolve("model.onnx"), settings);
        probe(folder.resolve("model.onnx"));
    }

    private Graph graph(Path file, OnnxSettings settings) {
        try {
            return new Graph(file, settings.output(), settings.threads());
        } catch (ConfigurationException e) {
            encoder.close();
            throw e;
        }
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
        return inUse(() -> maxTokens - encoder.special());
    }

    @Override
    public int[] tokens(List<String> texts) {
        return texts.isEmpty() ? new int[0] : inUse(() -> encoder.count(texts));
    }

    @Override
    public List<Probabilities> classify(List<String> sentences) {
        return sentences.isEmpty() ? List.of() : inUse(() -> probabilities(sentences));
    }

    private List<Probabilities> probabilities(List<String> sentences) throws OrtException {
        long[][] ids = encoder.encode(sentences);
        int[] byLength = IntStream.range(0, ids.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> ids[i].length))
                .mapToInt(Integer::intValue)
                .toArray();
        Probabilities[] answers = new Probabilities[ids.length];
        for (int from = 0; from < byLength.length; from += batchSize) {
            int[] batch = Arrays.copyOfRange(byLength, from, Math.min(from + batchSize, byLength.length));
            float[][] rows =
                    graph.run(Arrays.stream(batch).mapToObj(i -> ids[i]).toArray(long[][]::new));
            for (int row = 0; row < rows.length; row++) {
                if (rows[row].length != labels.count()) {
                    throw new IllegalArgumentException(
                            "it has %d outputs for %d labels".formatted(rows[row].length, labels.count()));
                }
                answers[batch[row]] = labels.probabilities(rows[row]);
            }
        }
        return List.of(answers);
    }

    /** Native code that fails. */
    private interface Work<T> {
        T run() throws OrtException;
    }

    private <T> T inUse(Work<T> work) {
        use.readLock().lock();
        try {
            if (closed) {
                throw new UnavailableException("Model %s is closed".formatted(name));
            }
            return work.run();
        } catch (UnavailableException e) {
            throw e;
        } catch (OrtException | RuntimeException e) {
            // The tokenizers' native code throws what it likes.
            throw new UnavailableException("Model %s gave no usable answer: %s".formatted(name, e.getMessage()), e);
        } catch (OutOfMemoryError e) {
            throw new UnavailableException("Model %s has too little memory: %s".formatted(name, e.getMessage()), e);
        } finally {
            use.readLock().unlock();
        }
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                graph.close();
                encoder.close();
            }
        } finally {
            use.writeLock().unlock();
        }
    }
}
