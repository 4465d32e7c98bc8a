package caravan.onnx;

import ai.onnxruntime.OrtException;
import caravan.UnavailableException;
import caravan.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A transformer in ONNX form with its tokenizer: texts in, what one of the graph's outputs says of each out.
 *
 * <p>Texts run in batches of about one length, so that little is padded. Where the model is quantised dynamically, the
 * texts of a batch share their scales, and a text's output differs a little (a cosine of 0.99) with its company.
 * Thread-safe: batches of several callers run side by side.
 */
public final class OnnxTransformer implements AutoCloseable {

    /**
     * How it runs.
     *
     * @param maxTokens what a text has beyond is cut; counts the special tokens
     * @param batch most texts in one run
     * @param threads within one run; 1 is the most frugal with processor time
     * @param output of the graph that is read; by default its first
     */
    public record Options(int maxTokens, int batch, int threads, Optional<String> output) {

        /** @throws IllegalArgumentException when a number is too small to work with */
        public Options {
            if (maxTokens < 3 || batch < 1 || threads < 1) {
                throw new IllegalArgumentException("%d tokens, %d texts a batch, %d threads: at least 3, 1 and 1"
                        .formatted(maxTokens, batch, threads));
            }
        }
    }

    /**
     * What the model says of one text.
     *
     * @param values of each of the text's tokens one after the other (of the text as a whole where the output has no
     *     axis for tokens); to be read at once, and not to be kept
     * @param tokens how many of the text there are, special ones included, padding left out; 1 without such an axis
     * @param width values of a token, or of the text
     */
    @SuppressWarnings("ArrayRecordComponent") // passed through, never compared
    public record Output(float[] values, int tokens, int width) {}

    /** Makes of a text's output what is wanted of it. */
    @FunctionalInterface
    public interface Reader<T> {

        /** @param text its number in the list */
        T read(int text, Output output);
    }

    private final String name;
    private final int batch;
    private final TextEncoder encoder;
    private final Graph graph;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    private OnnxTransformer(String name, int batch, TextEncoder encoder, Supplier<Graph> graph) {
        this.name = name;
        this.batch = batch;
        this.encoder = encoder;
        try {
            this.graph = graph.get();
        } catch (ConfigurationException e) {
            encoder.close();
            throw e;
        }
    }

    /**
     * Opens files. Weights may lie in others beside the model.
     *
     * @param name for messages about its work
     * @param tokenizer a {@code tokenizer.json}
     * @throws ConfigurationException when these are not a model and a tokenizer; it names the file
     */
    public static OnnxTransformer open(String name, Path model, Path tokenizer, Options options) {
        try {
            TextEncoder encoder =
                    new TextEncoder(Files.readAllBytes(tokenizer), options.maxTokens(), tokenizer.toString());
            return new OnnxTransformer(
                    name, options.batch(), encoder, () -> Graph.at(model, options.output(), options.threads()));
        } catch (IOException e) {
            throw new ConfigurationException("%s cannot be read: %s".formatted(tokenizer, e.getMessage()), e);
        }
    }

    /**
     * Opens what has been read already.
     *
     * @param name for messages
     * @param model an ONNX file that needs no other files
     * @param tokenizer a {@code tokenizer.json}
     * @throws ConfigurationException when these are not a model and a tokenizer
     */
    public static OnnxTransformer of(String name, byte[] model, byte[] tokenizer, Options options) {
        TextEncoder encoder = new TextEncoder(tokenizer, options.maxTokens(), name);
        return new OnnxTransformer(
                name, options.batch(), encoder, () -> Graph.of(model, name, options.output(), options.threads()));
    }

    /**
     * Runs any number of texts.
     *
     * @param reader makes of a text's output what the caller wants of it; what it throws is passed on
     * @return one result per text, in order
     * @throws UnavailableException when the runtime or the memory fails, the output is not of texts or of tokens, the
     *     thread is interrupted or this is closed
     */
    public <T> List<T> run(List<String> texts, Reader<T> reader) {
        return inUse(() -> runBatches(encoder.encode(texts), reader));
    }

    /** As {@link #run}, of texts that {@link #encode} has cut already. */
    public <T> List<T> runTokens(List<long[]> tokens, Reader<T> reader) {
        return inUse(() -> runBatches(tokens, reader));
    }

    /**
     * The ids of each text's tokens as the model gets them.
     *
     * @throws UnavailableException as {@link #run} does
     */
    public List<long[]> encode(List<String> texts) {
        return inUse(() -> encoder.encode(texts));
    }

    /**
     * How many tokens each text has by itself, without special ones and however long it is.
     *
     * @throws UnavailableException as {@link #run} does
     */
    public int[] count(List<String> texts) {
        return inUse(() -> encoder.count(texts));
    }

    /** How many special tokens are added to a text. */
    public int special() {
        return encoder.special();
    }

    private <T> List<T> runBatches(List<long[]> ids, Reader<T> reader) throws OrtException {
        int[] byLength = IntStream.range(0, ids.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> ids.get(i).length))
                .mapToInt(Integer::intValue)
                .toArray();
        List<T> results = new ArrayList<>(Collections.nCopies(ids.size(), null));
        for (int from = 0; from < byLength.length; from += batch) {
            if (Thread.currentThread().isInterrupted()) {
                throw new UnavailableException("Model %s was interrupted".formatted(name));
            }
            int[] some = Arrays.copyOfRange(byLength, from, Math.min(byLength.length, from + batch));
            graph.run(
                    Arrays.stream(some).mapToObj(ids::get).toList(),
                    (row, output) -> results.set(some[row], reader.read(some[row], output)));
        }
        return results;
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
        } catch (OrtException e) {
            throw new UnavailableException("Model %s gave no usable answer: %s".formatted(name, e.getMessage()), e);
        } catch (OutOfMemoryError e) {
            throw new UnavailableException("Model %s has too little memory: %s".formatted(name, e.getMessage()), e);
        } finally {
            use.readLock().unlock();
        }
    }

    /** Waits for what is running. */
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
