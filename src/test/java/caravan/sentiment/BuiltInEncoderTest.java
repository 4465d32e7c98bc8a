package caravan.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import caravan.UnavailableException;
import caravan.onnx.OnnxTransformer;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInEncoderTest {

    private static final OnnxTransformer ENCODER = TransformerClassifier.encoder(1);

    @AfterAll
    static void close() {
        ENCODER.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Profit rose to EUR 13.1 mn from EUR 8.7 mn.",
                "Shares of Volkswagen (VOW3) fell 4.2% - its worst day since 2016!",
                "\u201cNa\u00efve\u201d caf\u00e9 owners \ud83d\ude80 sell \u2026"
            })
    void itsVectorsAreThoseThatAnotherLibraryMakesWithTheSameModel(String text) {
        float[] theirs = new BgeSmallEnV15QuantizedEmbeddingModel()
                .embed(TextSegment.from(text))
                .content()
                .vector();

        float[] ours = normalised(ENCODER.run(List.of(text), (number, output) -> firstToken(output))
                .get(0));

        assertThat(ours).hasSize(theirs.length);
        for (int i = 0; i < theirs.length; i++) {
            assertThat(ours[i]).isCloseTo(theirs[i], within(1e-3f));
        }
    }

    @Test
    void answersComeInTheOrderOfTheTextsWhateverTheirLengths() {
        List<String> texts = IntStream.range(0, 70)
                .mapToObj(i -> "word ".repeat(1 + (i * 37) % 70).strip())
                .toList();

        List<Integer> tokens = ENCODER.run(texts, (number, output) -> output.tokens());

        assertThat(tokens)
                .containsExactlyElementsOf(
                        texts.stream().map(text -> text.split(" ").length + 2).toList());
    }

    @Test
    void takesEmptyEndlessAndBrokenTexts() {
        List<String> texts = List.of("", " ", "long ".repeat(50_000), "half a pair \ud83d", "\u0000", "\udc00\ud800");

        assertThat(ENCODER.run(texts, (number, output) -> output.tokens()))
                .hasSize(texts.size())
                .allMatch(tokens -> tokens >= 2 && tokens <= TransformerClassifier.MAX_TOKENS);
    }

    @Test
    void aClosedOneSaysSo() {
        OnnxTransformer closed = TransformerClassifier.encoder(1);
        closed.close();
        closed.close();

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> closed.run(List.of("text"), (number, output) -> number))
                .withMessageContaining("closed");
    }

    private static float[] firstToken(OnnxTransformer.Output output) {
        return Arrays.copyOf(output.values(), output.width());
    }

    private static float[] normalised(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += value * value;
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(square);
        }
        return vector;
    }
}
