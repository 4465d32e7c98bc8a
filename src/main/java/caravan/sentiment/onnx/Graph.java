package caravan.sentiment.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import caravan.config.ConfigurationException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A transformer's graph in ONNX Runtime: numbers of tokens in, a row for each text out. Thread-safe until it is closed. */
final class Graph implements AutoCloseable {

    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final Set<String> INPUTS = Set.of(IDS, MASK, TYPES);

    private final Path file;
    private final OrtSession session;
    private final Map<String, OnnxJavaType> inputs = new HashMap<>();
    private final String output;

    /**
     * @param output by default the first
     * @throws ConfigurationException when the graph cannot be read, or wants other inputs than a text classifier gets
     */
    Graph(Path file, Optional<String> output, int threads) {
        this.file = file;
        this.session = open(file, threads);
        try {
            for (NodeInfo input : session.getInputInfo().values()) {
                inputs.put(input.getName(), type(input));
            }
            this.output =
                    output.orElseGet(() -> session.getOutputNames().iterator().next());
            if (!inputs.containsKey(IDS)) {
                throw new ConfigurationException(
                        "%s has the inputs %s, but none called %s".formatted(file, session.getInputNames(), IDS));
            }
            if (!session.getOutputNames().contains(this.output)) {
                throw new ConfigurationException(
                        "%s has no output called '%s', only %s".formatted(file, this.output, session.getOutputNames()));
            }
        } catch (OrtException e) {
            close();
            throw new ConfigurationException("%s: %s".formatted(file, e.getMessage()), e);
        } catch (ConfigurationException e) {
            close();
            throw e;
        }
    }

    private static OrtSession open(Path file, int threads) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            // Threads that wait for the next batch leave the processor to others.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            return OrtEnvironment.getEnvironment().createSession(file.toString(), options);
        } catch (OrtException e) {
            throw new ConfigurationException(
                    "%s cannot be loaded as an ONNX model: %s".formatted(file, e.getMessage()), e);
        } catch (LinkageError e) {
            throw new ConfigurationException("ONNX Runtime does not run on this machine: " + e.getMessage(), e);
        }
    }

    private OnnxJavaType type(NodeInfo input) {
        if (!INPUTS.contains(input.getName())) {
            throw new ConfigurationException(
                    "%s wants the input '%s'; only %s can be given".formatted(file, input.getName(), INPUTS));
        }
        if (!(input.getInfo() instanceof TensorInfo tensor)
                || (tensor.type != OnnxJavaType.INT64 && tensor.type != OnnxJavaType.INT32)
                || tensor.getShape().length != 2) {
            throw new ConfigurationException("%s: the input '%s' must be a table of whole numbers, but is %s"
                    .formatted(file, input.getName(), input.getInfo()));
        }
        if (Arrays.stream(tensor.getShape()).anyMatch(size -> size >= 0)) {
            throw new ConfigurationException(
                    "%s: the input '%s' has the fixed size %s; export it with a dynamic batch and length"
                            .formatted(file, input.getName(), Arrays.toString(tensor.getShape())));
        }
        return tensor.type;
    }

    /**
     * Runs a batch. What is shorter than the longest is padded, and masked where the graph has a mask.
     *
     * @param ids of each text's tokens; at least one text
     * @return the output's rows, in order
     * @throws OrtException when ONNX Runtime fails, for want of memory among other things
     * @throws IllegalArgumentException when the output is no table with a row for each text
     */
    float[][] run(long[][] ids) throws OrtException {
        int length = Arrays.stream(ids).mapToInt(row -> row.length).max().orElse(0);
        long[] numbers = new long[ids.length * length];
        long[] mask = new long[ids.length * length];
        for (int row = 0; row < ids.length; row++) {
            System.arraycopy(ids[row], 0, numbers, row * length, ids[row].length);
            Arrays.fill(mask, row * length, row * length + ids[row].length, 1);
        }
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (Map.Entry<String, OnnxJavaType> input : inputs.entrySet()) {
                long[] values =
                        switch (input.getKey()) {
                            case IDS -> numbers;
                            case MASK -> mask;
                            default -> new long[numbers.length];
                        };
                tensors.put(input.getKey(), tensor(values, input.getValue(), ids.length, length));
            }
            try (OrtSession.Result result = session.run(tensors, Set.of(output))) {
                return rows((OnnxTensor) result.get(0), ids.length);
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(long[] values, OnnxJavaType type, int rows, int columns) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {rows, columns};
        if (type == OnnxJavaType.INT64) {
            return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
        }
        int[] narrow = Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
        return OnnxTensor.createTensor(environment, IntBuffer.wrap(narrow), shape);
    }

    private float[][] rows(OnnxTensor tensor, int count) {
        long[] shape = tensor.getInfo().getShape();
        FloatBuffer values = tensor.getFloatBuffer();
        if (shape.length != 2 || shape[0] != count || values == null) {
            throw new IllegalArgumentException("the output '%s' has the shape %s of %s for %d texts"
                    .formatted(output, Arrays.toString(shape), tensor.getInfo().type, count));
        }
        float[][] rows = new float[count][(int) shape[1]];
        for (float[] row : rows) {
            values.get(row);
        }
        return rows;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("%s cannot be closed: %s".formatted(file, e.getMessage()), e);
        }
    }
}
