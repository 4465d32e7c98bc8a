package caravan.sentiment;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import caravan.UnavailableException;
import caravan.config.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

/**
 * A transformer in ONNX form with its tokenizer: texts in, rows of the model's first output out.
 *
 * <p>Texts run in batches of about one length, so that little is padded. Where the model is quantised dynamically, the
 * texts of a batch share their scales, and a text's row differs a little (a cosine of 0.99) with its company.
 * Thread-safe: batches of several callers run side by side.
 */
final class OnnxTransformer implements AutoCloseable {

    /**
     * How it runs.
     *
     * @param maxTokens what a text has beyond is cut; counts the special tokens
     * @param batch most texts in one run
     * @param threads within one run; 1 is the most frugal with processor time
     */
    record Options(int maxTokens, int batch, int threads) {

        /** @throws IllegalArgumentException when one is too small to work with */
        Options {
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
    record Output(float[] values, int tokens, int width) {}

    /** Makes of a text's output what is wanted of it. */
    @FunctionalInterface
    interface Reader<T> {

        /** @param text its number in the list */
        T read(int text, Output output);
    }

    static {
        // The tokenizer's library would otherwise fetch another build of itself where it finds a graphics card, and
        // report its use to its makers from some clouds' machines.
        for (String[] property :
                new String[][] {{"RUST_FLAVOR", "cpu"}, {"ai.djl.offline", "true"}, {"OPT_OUT_TRACKING", "true"}}) {
            if (System.getProperty(property[0]) == null) {
                System.setProperty(property[0], property[1]);
            }
        }
    }

    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";

    private final OrtSession session;
    private final HuggingFaceTokenizer tokenizer;
    private final Options options;
    private final String output;
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private boolean closed;

    /**
     * @param model the bytes of an ONNX file that needs no other files
     * @param tokenizer a tokenizer.json
     * @param name for messages
     * @throws ConfigurationException when these are not a model and a tokenizer that go together
     */
    OnnxTransformer(byte[] model, InputStream tokenizer, Options options, String name) {
        this.options = options;
        this.tokenizer = tokenizer(tokenizer, options, name);
        this.session = session(model, options, name);
        this.output = firstOutput(session, name);
    }

    /**
     * Runs any number of texts.
     *
     * @param reader makes of a text's output what the caller wants of it
     * @return one result per text, in order
     * @throws UnavailableException when the runtime fails
     */
    <T> List<T> run(List<String> texts, Reader<T> reader) {
        return inUse(() -> runBatches(tokens(texts), reader));
    }

    /** As {@link #run}, of texts that {@link #encode} has cut already. */
    <T> List<T> runTokens(List<long[]> tokens, Reader<T> reader) {
        return inUse(() -> runBatches(tokens, reader));
    }

    /** The ids of each text's tokens as the model gets them. */
    List<long[]> encode(List<String> texts) {
        return inUse(() -> tokens(texts));
    }

    /** Native code that fails. */
    private interface Work<T> {
        T run() throws OrtException;
    }

    private <T> T inUse(Work<T> work) {
        open.readLock().lock();
        try {
            if (closed) {
                throw new UnavailableException("The model is closed");
            }
            return work.run();
        } catch (OrtException e) {
            throw new UnavailableException("ONNX Runtime fails: " + e.getMessage(), e);
        } finally {
            open.readLock().unlock();
        }
    }

    /** Waits for what is running. */
    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                session.close();
                tokenizer.close();
            }
        } catch (OrtException e) {
            throw new UnavailableException("ONNX Runtime cannot release a model: " + e.getMessage(), e);
        } finally {
            open.writeLock().unlock();
        }
    }

    private List<long[]> tokens(List<String> texts) {
        List<long[]> ids = new ArrayList<>(texts.size());
        for (int from = 0; from < texts.size(); from += options.batch()) {
            List<String> some = texts.subList(from, Math.min(texts.size(), from + options.batch())).stream()
                    .map(OnnxTransformer::readable)
                    .toList();
            for (Encoding encoding : tokenizer.batchEncode(some)) {
                ids.add(encoding.getIds());
            }
        }
        return ids;
    }

    /** Lone surrogates are no text: the native side takes UTF-8 only. */
    private static String readable(String text) {
        StringBuilder readable = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean paired = Character.isHighSurrogate(c)
                    ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                    : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
            if (c == 0 || (Character.isSurrogate(c) && !paired)) {
                readable = readable == null ? new StringBuilder(text) : readable;
                readable.setCharAt(i, ' ');
            }
        }
        return readable == null ? text : readable.toString();
    }

    private <T> List<T> runBatches(List<long[]> ids, Reader<T> reader) throws OrtException {
        int[] byLength = IntStream.range(0, ids.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> ids.get(i).length))
                .mapToInt(Integer::intValue)
                .toArray();
        List<T> results = new ArrayList<>(Collections.nCopies(ids.size(), null));
        for (int from = 0; from < byLength.length; from += options.batch()) {
            int[] batch = Arrays.copyOfRange(byLength, from, Math.min(byLength.length, from + options.batch()));
            runBatch(ids, batch, reader, results);
        }
        return results;
    }

    private <T> void runBatch(List<long[]> ids, int[] batch, Reader<T> reader, List<T> results) throws OrtException {
        int longest = ids.get(batch[batch.length - 1]).length;
        long[] padded = new long[batch.length * longest];
        long[] mask = new long[padded.length];
        for (int row = 0; row < batch.length; row++) {
            long[] tokens = ids.get(batch[row]);
            System.arraycopy(tokens, 0, padded, row * longest, tokens.length);
            Arrays.fill(mask, row * longest, row * longest + tokens.length, 1);
        }
        Map<String, long[]> known = Map.of(IDS, padded, MASK, mask, TYPES, new long[padded.length]);
        Map<String, OnnxTensorLike> inputs = new HashMap<>();
        try {
            for (String input : session.getInputNames()) {
                inputs.put(input, tensor(known.get(input), batch.length, longest));
            }
            try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
                OnnxTensor tensor = (OnnxTensor) result.get(0);
                read(tensor, ids, batch, reader, results);
            }
        } finally {
            inputs.values().forEach(OnnxTensorLike::close);
        }
    }

    private static <T> void read(OnnxTensor tensor, List<long[]> ids, int[] batch, Reader<T> reader, List<T> results) {
        long[] shape = tensor.getInfo().getShape();
        int width = (int) shape[shape.length - 1];
        int stride = (int) (shape.length == 3 ? shape[1] : 1) * width;
        FloatBuffer values = tensor.getFloatBuffer();
        for (int row = 0; row < batch.length; row++) {
            int tokens = shape.length == 3 ? ids.get(batch[row]).length : 1;
            float[] own = new float[tokens * width];
            values.get(row * stride, own);
            results.set(batch[row], reader.read(batch[row], new Output(own, tokens, width)));
        }
    }

    private static OnnxTensor tensor(long[] values, int rows, int columns) throws OrtException {
        return OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), LongBuffer.wrap(values), new long[] {rows, columns});
    }

    private static HuggingFaceTokenizer tokenizer(InputStream json, Options options, String name) {
        try {
            return HuggingFaceTokenizer.newInstance(
                    json,
                    Map.of("padding", "false", "truncation", "true", "maxLength", String.valueOf(options.maxTokens())));
        } catch (IOException | RuntimeException e) {
            throw new ConfigurationException("The tokenizer of %s cannot be read: %s".formatted(name, e), e);
        }
    }

    private static OrtSession session(byte[] model, Options options, String name) {
        try (OrtSession.SessionOptions how = new OrtSession.SessionOptions()) {
            how.setIntraOpNumThreads(options.threads());
            how.setInterOpNumThreads(1);
            // Threads that wait for the next run by spinning would take the processor from everybody else.
            how.addConfigEntry("session.intra_op.allow_spinning", "0");
            OrtSession session = OrtEnvironment.getEnvironment().createSession(model, how);
            for (String input : session.getInputNames()) {
                if (!List.of(IDS, MASK, TYPES).contains(input)) {
                    session.close();
                    throw new ConfigurationException(
                            "%s wants an input '%s'; known are %s, %s and %s".formatted(name, input, IDS, MASK, TYPES));
                }
            }
            return session;
        } catch (OrtException e) {
            throw new ConfigurationException("The model of %s cannot be loaded: %s".formatted(name, e.getMessage()), e);
        }
    }

    private static String firstOutput(OrtSession session, String name) {
        try {
            var first = session.getOutputInfo().entrySet().iterator().next();
            if (first.getValue().getInfo() instanceof TensorInfo tensor
                    && tensor.type == OnnxJavaType.FLOAT
                    && (tensor.getShape().length == 2 || tensor.getShape().length == 3)) {
                return first.getKey();
            }
            throw new ConfigurationException(
                    "The first output of %s is %s; it must be numbers of texts or of tokens".formatted(name, first));
        } catch (OrtException e) {
            throw new ConfigurationException("The model of %s cannot be read: %s".formatted(name, e.getMessage()), e);
        }
    }
}
