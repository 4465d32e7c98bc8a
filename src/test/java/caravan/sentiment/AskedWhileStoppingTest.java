package caravan.sentiment;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.onnx.OnnxTransformer;
import caravan.testing.CaravanProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that is stopped while its model is asked: what is under way ends, and the process then as it should. */
class AskedWhileStoppingTest {

    private static final String SAID = "asked to the end";

    /** Goes on in a shutdown hook, as a leg does that finishes its batch: asks, and opens the model once more. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            OnnxTransformer encoder = TransformerClassifier.encoder(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                IntStream.range(0, 50).forEach(i -> ask(encoder));
                ask(TransformerClassifier.encoder(1));
                System.out.println(SAID);
            }));
            System.exit(0);
        }

        private static void ask(OnnxTransformer encoder) {
            encoder.run(List.of("Profit rises sharply."), (number, output) -> output.tokens());
        }
    }

    @Test
    void theProcessEndsAsItShould(@TempDir Path folder) throws InterruptedException {
        CaravanProcess process = CaravanProcess.start(folder.resolve("log"), Program.class);

        process.awaitEnd();

        assertThat(process.output()).contains(SAID);
    }
}
