package caravan.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import caravan.UnavailableException;
import caravan.config.ConfigurationException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A transformer's graph in ONNX Runtime: numbers of tokens in, an output for each text out. Thread-safe until closed. */
final class Graph implements AutoCloseable {

    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final List<String> INPUTS = List.of(IDS, MASK, TYPES);

    /** Gets what the graph says of one text of a batch. */
    @FunctionalInterface
    interface Reader {

        /** @param row the text's number in the batch */
        void read(int row, OnnxTransformer.Output output);
    }

    /** Where the graph comes from. */
    private interface Source {
        OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException;
    }

    private final String called;
    private final OrtSession session;
    private final Map<String, OnnxJavaType> inputs = new HashMap<>();
    private final String output;

    private Graph(Source source, String called, Optional<String> output, int threads) {
        this.called = called;
        this.session = open(source, called, threads);
        try {
            for (NodeInfo input : session.getInputInfo().values()) {
                inputs.put(input.getName(), type(input));
            }
            this.output =
                    output.orElseGet(() -> session.getOutputNames().iterator().next());
            if (!inputs.containsKey(IDS)) {
                throw new ConfigurationException(
                        "%s has the inputs %s, but none called %s".formatted(called, session.getInputNames(), IDS));
            }
            if (!session.getOutputNames().contains(this.output)) {
                throw new ConfigurationException("%s has no output called '%s', only %s"
                        .formatted(called, this.output, session.getOutputNames()));
            }
        } catch (OrtException e) {
            close();
            throw new ConfigurationException("%s: %s".formatted(called, e.getMessage()), e);
        } catch (ConfigurationException e) {
            close();
            throw e;
        }
    }

    /**
     * A graph in a file, with the files beside it that it may refer to.
     *
     * @param output by default the first
     * @throws ConfigurationException when the graph cannot be read, or wants other inputs than texts give
     */
    static Graph at(Path file, Optional<String> output, int threads) {
        return new Graph(
                (environment, options) -> environment.createSession(file.toString(), options),
                file.toString(),
                output,
                threads);
    }

    /**
     * A graph that needs no other files.
     *
     * @param called for messages
     * @param output by default the first
     * @throws ConfigurationException when the graph cannot be read, or wants other inputs than texts give
     */
    static Graph of(byte[] model, String called, Optional<String> output, int threads) {
        return new Graph((environment, options) -> environment.createSession(model, options), called, output, threads);
    }

    private static OrtSession open(Source source, String called, int threads) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            // Threads that wait for the next batch by spinning would take the processor from everybody else.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            return source.open(LastingEnvironment.get(), options);
        } catch (OrtException e) {
            throw new ConfigurationException(
                    "%s cannot be loaded as an ONNX model: %s".formatted(called, e.getMessage()), e);
        } catch (LinkageError e) {
            throw new ConfigurationException("ONNX Runtime does not run on this machine: " + e.getMessage(), e);
        }
    }

    private OnnxJavaType type(NodeInfo input) {
        if (!INPUTS.contains(input.getName())) {
            throw new ConfigurationException(
                    "%s wants the input '%s'; only %s can be given".formatted(called, input.getName(), INPUTS));
        }
        if (!(input.getInfo() instanceof TensorInfo tensor)
                || (tensor.type != OnnxJavaType.INT64 && tensor.type != OnnxJavaType.INT32)
                || tensor.getShape().length != 2) {
            throw new ConfigurationException("%s: the input '%s' must be a table of whole numbers, but is %s"
                    .formatted(called, input.getName(), input.getInfo()));
        }
        if (Arrays.stream(tensor.getShape()).anyMatch(size -> size >= 0)) {
            throw new ConfigurationException(
                    "%s: the input '%s' has the fixed size %s; export it with a dynamic batch and length"
                            .formatted(called, input.getName(), Arrays.toString(tensor.getShape())));
        }
        return tensor.type;
    }

    /**
     * Runs a batch. What is shorter than the longest is padded, and masked where the graph has a mask.
     *
     * @param ids of each text's tokens; at least one text
     * @param reader gets each text's output, in order
     * @throws OrtException when ONNX Runtime fails, for want of memory among other things
     * @throws UnavailableException when the output has no row for each text
     */
    void run(List<long[]> ids, Reader reader) throws OrtException {
        int length = ids.stream().mapToInt(row -> row.length).max().orElse(0);
        long[] numbers = new long[ids.size() * length];
        long[] mask = new long[numbers.length];
        for (int row = 0; row < ids.size(); row++) {
            long[] tokens = ids.get(row);
            System.arraycopy(tokens, 0, numbers, row * length, tokens.length);
            Arrays.fill(mask, row * length, row * length + tokens.length, 1);
        }
        Map<String, long[]> known = Map.of(IDS, numbers, MASK, mask, TYPES, new long[numbers.length]);
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (Map.Entry<String, OnnxJavaType> input : inputs.entrySet()) {
                tensors.put(input.getKey(), tensor(known.get(input.getKey()), input.getValue(), ids.size(), length));
            }
            try (OrtSession.Result result = session.run(tensors, Set.of(output))) {
                read((OnnxTensor) result.get(0), ids, reader);
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(long[] values, OnnxJavaType type, int rows, int columns) throws OrtException {
        OrtEnvironment environment = LastingEnvironment.get();
        long[] shape = {rows, columns};
        if (type == OnnxJavaType.INT64) {
            return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
        }
        int[] narrow = Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
        return OnnxTensor.createTensor(environment, IntBuffer.wrap(narrow), shape);
    }

    private void read(OnnxTensor tensor, List<long[]> ids, Reader reader) {
        long[] shape = tensor.getInfo().getShape();
        FloatBuffer values = tensor.getFloatBuffer();
        boolean ofTokens = shape.length == 3;
        if ((shape.length != 2 && !ofTokens) || shape[0] != ids.size() || values == null) {
            throw new UnavailableException(
                    "%s gave no usable answer: the output '%s' has the shape %s of %s for %d texts"
                            .formatted(called, output, Arrays.toString(shape), tensor.getInfo().type, ids.size()));
        }
        int width = (int) shape[shape.length - 1];
        int stride = (ofTokens ? (int) shape[1] : 1) * width;
        for (int row = 0; row < ids.size(); row++) {
            int tokens = ofTokens ? ids.get(row).length : 1;
            float[] own = new float[tokens * width];
            values.get(row * stride, own);
            reader.read(row, new OnnxTransformer.Output(own, tokens, width));
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("%s cannot be closed: %s".formatted(called, e.getMessage()), e);
        }
    }
}
