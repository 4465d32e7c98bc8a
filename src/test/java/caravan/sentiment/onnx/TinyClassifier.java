package caravan.sentiment.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The classifier that {@code make.py} made for the tests, in a folder that a test may spoil. */
final class TinyClassifier {

    private static final String MADE = "/sentiment/tiny-classifier/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private TinyClassifier() {}

    static Path in(Path folder) throws IOException {
        for (String file : new String[] {"model.onnx", "tokenizer.json", "config.json"}) {
            try (InputStream in = TinyClassifier.class.getResourceAsStream(MADE + file)) {
                Files.write(folder.resolve(file), in.readAllBytes());
            }
        }
        return folder;
    }

    /** The folder with another {@code config.json}. */
    static Path in(Path folder, Consumer<ObjectNode> change) throws IOException {
        Path file = in(folder).resolve("config.json");
        ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
        change.accept(config);
        JSON.writeValue(file.toFile(), config);
        return folder;
    }

    /** What it must answer, computed without ONNX Runtime. */
    static JsonNode reference() throws IOException {
        try (InputStream in = TinyClassifier.class.getResourceAsStream(MADE + "reference.json")) {
            return JSON.readTree(in);
        }
    }
}
