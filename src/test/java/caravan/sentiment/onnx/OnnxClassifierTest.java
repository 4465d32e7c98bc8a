package caravan.sentiment.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import caravan.UnavailableException;
import caravan.config.ConfigurationException;
import caravan.sentiment.Finding.Label;
import caravan.sentiment.Probabilities;
import caravan.sentiment.onnx.OnnxSettings.Activation;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxClassifierTest {

    /** Single precision against double precision. */
    private static final double AS_COMPUTED = 1e-4;

    /** The same arithmetic in another order. */
    private static final double AS_ALONE = 1e-5;

    @TempDir
    private Path folder;

    @Test
    void itsAnswersAreThoseOfPlainArithmetic() throws IOException {
        List<String> texts = new ArrayList<>();
        List<Probabilities> expected = new ArrayList<>();
        for (JsonNode answer : TinyClassifier.reference()) {
            texts.add(answer.path("text").textValue());
            JsonNode shares = answer.path("probabilities");
            double negative = shares.get(0).doubleValue();
            double positive = shares.get(2).doubleValue();
            expected.add(new Probabilities(negative, 1 - negative - positive, positive));
        }
        try (OnnxClassifier classifier = classifier(TinyClassifier.in(folder))) {
            assertThat(texts).hasSizeGreaterThan(5);
            assertClose(classifier.classify(texts), expected, AS_COMPUTED);
        }
    }

    @Test
    void whatATextIsBatchedWithMakesNoDifference() throws IOException {
        List<String> texts = new ArrayList<>();
        for (int words = 0; words < 60; words++) {
            texts.add("shares of the bank rose ".repeat(words % 11) + "profit fell " + words);
        }
        Collections.shuffle(texts, new Random(5));
        try (OnnxClassifier classifier = classifier(TinyClassifier.in(folder))) {
            List<Probabilities> alone = texts.stream()
                    .map(text -> classifier.classify(List.of(text)).get(0))
                    .toList();
            assertThat(Collections.max(alone, (a, b) -> Double.compare(a.positive(), b.positive()))
                            .positive())
                    .as("the texts do not all get one answer")
                    .isGreaterThan(alone.stream()
                                    .mapToDouble(Probabilities::positive)
                                    .min()
                                    .orElseThrow()
                            + 0.1);
            assertClose(classifier.classify(texts), alone, AS_ALONE);
        }
    }

    @Test
    void labelsAreToldByNameNotByPlace() throws IOException {
        Probabilities usual = answer(TinyClassifier.in(folder));
        Probabilities turned = answer(TinyClassifier.in(folder, config -> config.putObject("id2label")
                .put("0", "BULLISH")
                .put("1", " bearish ")
                .put("2", "Neutral")));
        assertThat(turned.positive()).isCloseTo(usual.negative(), within(1e-9));
        assertThat(turned.negative()).isCloseTo(usual.neutral(), within(1e-9));
        assertThat(turned.neutral()).isCloseTo(usual.positive(), within(1e-9));
    }

    @Test
    void labelsThatSayNothingMustBeExplained() throws IOException {
        TinyClassifier.in(folder, config -> config.putObject("id2label")
                .put("0", "LABEL_0")
                .put("1", "LABEL_1")
                .put("2", "LABEL_2"));
        assertThatThrownBy(() -> classifier(folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining("id2label")
                .hasMessageContaining("LABEL_0");
        Map<String, Label> byName =
                Map.of("label_0", Label.NEGATIVE, "LABEL_1", Label.NEUTRAL, "LABEL_2", Label.POSITIVE);
        Map<String, Label> byNumber = Map.of("0", Label.NEGATIVE, "1", Label.NEUTRAL, "2", Label.POSITIVE);
        assertThat(answer(explained(byName))).isEqualTo(answer(explained(byNumber)));
        assertThatThrownBy(() -> new OnnxClassifier(explained(Map.of("0", Label.NEGATIVE, "7", Label.NEUTRAL))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("LABEL_1");
    }

    @Test
    void anExplanationOfALabelThatIsNotThereIsRefused() throws IOException {
        TinyClassifier.in(folder);
        assertThatThrownBy(() -> new OnnxClassifier(explained(Map.of("strong buy", Label.POSITIVE))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("strong buy");
    }

    @Test
    void severalLabelsMayMeanTheSame() throws IOException {
        Probabilities usual = answer(TinyClassifier.in(folder));
        TinyClassifier.in(folder, config -> config.putObject("id2label")
                .put("0", "1 star")
                .put("1", "2 stars")
                .put("2", "3 stars"));
        assertThatThrownBy(() -> classifier(folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("1 star");
        Probabilities stars = answer(
                explained(Map.of("1 star", Label.NEGATIVE, "2 stars", Label.NEGATIVE, "3 stars", Label.POSITIVE)));
        assertThat(stars.negative()).isCloseTo(usual.negative() + usual.neutral(), within(1e-9));
        assertThat(stars.neutral()).isZero();
    }

    @Test
    void labelsAmongWhichNothingIsGoodAreRefused() throws IOException {
        TinyClassifier.in(folder, config -> config.putObject("id2label")
                .put("0", "negative")
                .put("1", "neutral")
                .put("2", "bearish"));
        assertThatThrownBy(() -> classifier(folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("positive");
    }

    @Test
    void labelsTrainedEachByItselfGetTheirShares() throws IOException {
        JsonNode first = TinyClassifier.reference().get(0);
        double[] sigmoids = new double[3];
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            sigmoids[i] = 1 / (1 + Math.exp(-first.path("logits").get(i).doubleValue()));
            sum += sigmoids[i];
        }
        TinyClassifier.in(folder, config -> config.put("problem_type", "multi_label_classification"));
        Probabilities answer = answer(OnnxSettings.of("tiny", folder));
        assertThat(answer.negative()).isCloseTo(sigmoids[0] / sum, within(AS_COMPUTED));
        assertThat(answer.positive()).isCloseTo(sigmoids[2] / sum, within(AS_COMPUTED));
        OnnxSettings softmax = new OnnxSettings(
                "tiny",
                folder,
                Map.of(),
                OptionalInt.empty(),
                Optional.of("logits"),
                Optional.of(Activation.SOFTMAX),
                2,
                1);
        assertThat(answer(softmax).negative())
                .isCloseTo(first.path("probabilities").get(0).doubleValue(), within(AS_COMPUTED));
    }

    @Test
    void itReadsAsMuchAsItWasMadeFor() throws IOException {
        assertThat(room(TinyClassifier.in(folder))).isEqualTo(46);
        assertThat(room(TinyClassifier.in(
                        folder, config -> config.put("model_type", "roberta").put("pad_token_id", 1))))
                .isEqualTo(44);
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 20}");
        assertThat(room(TinyClassifier.in(folder))).isEqualTo(18);
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 1e30}");
        assertThat(room(TinyClassifier.in(folder))).isEqualTo(46);
    }

    @Test
    void aLimitOfItsOwnHoldsUpToTheModels() throws IOException {
        TinyClassifier.in(folder);
        try (OnnxClassifier classifier = new OnnxClassifier(limited(10))) {
            assertThat(classifier.room()).isEqualTo(8);
            assertThat(classifier.classify(List.of("profit ".repeat(8) + "fell loss weak")))
                    .as("what is beyond it is not read")
                    .isEqualTo(classifier.classify(List.of("profit ".repeat(8))));
        }
        assertThatThrownBy(() -> new OnnxClassifier(limited(49)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("max_tokens is 49")
                .hasMessageContaining("48 at most");
        assertThatThrownBy(() -> limited(2)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void tokensAreCountedHoweverLongTheText() throws IOException {
        try (OnnxClassifier classifier = classifier(TinyClassifier.in(folder))) {
            assertThat(classifier.tokens(List.of("", "profit rose.", "profit ".repeat(1_000))))
                    .containsExactly(0, 3, 1_000);
        }
    }

    @Test
    void anyTextIsRead() throws IOException {
        try (OnnxClassifier classifier = classifier(TinyClassifier.in(folder))) {
            List<String> odd = List.of(
                    "\ud83d\ude80 to the moon",
                    "half \ud83d of a pair",
                    "a\0b",
                    "\u202e\ufeff",
                    " ",
                    "x".repeat(5_000));
            assertThat(classifier.classify(odd)).hasSize(odd.size());
            assertThat(classifier.classify(List.of())).isEmpty();
        }
    }

    @Test
    void whatIsMissingInTheFolderIsNamed() throws IOException {
        for (String file : List.of("model.onnx", "tokenizer.json", "config.json")) {
            Files.delete(TinyClassifier.in(folder).resolve(file));
            assertThatThrownBy(() -> classifier(folder))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("Model tiny")
                    .hasMessageContaining(folder.resolve(file).toString());
        }
    }

    @Test
    void whatIsBrokenInTheFolderIsNamed() throws IOException {
        for (String file : List.of("model.onnx", "tokenizer.json", "config.json")) {
            Files.writeString(TinyClassifier.in(folder).resolve(file), "{ broken");
            assertThatThrownBy(() -> classifier(folder))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(folder.resolve(file).toString());
        }
    }

    @Test
    void aConfigThatSaysNothingOfLabelsIsRefused() throws IOException {
        TinyClassifier.in(folder, config -> config.remove("id2label"));
        assertThatThrownBy(() -> classifier(folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("config.json: id2label is missing");
        TinyClassifier.in(folder, config -> config.put("problem_type", "regression"));
        assertThatThrownBy(() -> classifier(folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("problem_type is 'regression'");
    }

    @Test
    void anOutputThatDoesNotFitTheLabelsIsRefused() throws IOException {
        TinyClassifier.in(
                folder,
                config -> config.putObject("id2label").put("0", "negative").put("1", "positive"));
        assertThatThrownBy(() -> classifier(folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("model.onnx")
                .hasMessageContaining("3 outputs for 2 labels");
    }

    @Test
    void anOutputThatIsNotThereIsNamed() throws IOException {
        TinyClassifier.in(folder);
        OnnxSettings other = new OnnxSettings(
                "tiny", folder, Map.of(), OptionalInt.empty(), Optional.of("scores"), Optional.empty(), 16, 1);
        assertThatThrownBy(() -> new OnnxClassifier(other))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no output called 'scores'")
                .hasMessageContaining("logits");
    }

    @Test
    void anAnswerThatIsNoNumberIsNoAnswer() {
        LabelColumns columns = new LabelColumns(
                new ModelConfig(Path.of("config.json"), List.of("negative", "positive"), Activation.SOFTMAX, 8),
                Map.of(),
                Activation.SOFTMAX);
        for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> columns.probabilities(new float[] {0, broken}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Float.toString(broken));
        }
        assertThat(columns.probabilities(new float[] {-3e38f, 3e38f})).isEqualTo(new Probabilities(0, 0, 1));
    }

    @Test
    void anotherFileIsAnotherVersion() throws IOException {
        String version;
        try (OnnxClassifier classifier = classifier(TinyClassifier.in(folder))) {
            version = classifier.version();
            assertThat(version).hasSize(12);
        }
        try (OnnxClassifier same = classifier(TinyClassifier.in(folder))) {
            assertThat(same.version()).isEqualTo(version);
        }
        try (OnnxClassifier other = classifier(TinyClassifier.in(folder, config -> config.put("changed", true)))) {
            assertThat(other.version()).isNotEqualTo(version);
        }
    }

    @Test
    void closingWaitsForThoseInside() throws Exception {
        OnnxClassifier classifier = classifier(TinyClassifier.in(folder));
        List<String> texts = Collections.nCopies(64, "profit rose in the quarter ".repeat(8));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                running.add(threads.submit(() -> {
                    int answers = 0;
                    try {
                        while (true) {
                            answers += classifier.classify(texts).size();
                        }
                    } catch (UnavailableException closed) {
                        assertThat(closed).hasMessage("Model tiny is closed");
                    }
                    return answers;
                }));
            }
            classifier.classify(texts);
            classifier.close();
            for (Future<Integer> answers : running) {
                assertThat(answers.get() % texts.size()).as("batches are whole").isZero();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThatCode(classifier::close).doesNotThrowAnyException();
        assertThatThrownBy(() -> classifier.classify(texts)).isInstanceOf(UnavailableException.class);
    }

    private OnnxSettings limited(int tokens) {
        return new OnnxSettings(
                "tiny", folder, Map.of(), OptionalInt.of(tokens), Optional.empty(), Optional.empty(), 16, 1);
    }

    private OnnxSettings explained(Map<String, Label> labels) {
        return new OnnxSettings("tiny", folder, labels, OptionalInt.empty(), Optional.empty(), Optional.empty(), 16, 1);
    }

    private static OnnxClassifier classifier(Path folder) {
        return new OnnxClassifier(OnnxSettings.of("tiny", folder));
    }

    private static int room(Path folder) {
        try (OnnxClassifier classifier = classifier(folder)) {
            return classifier.room();
        }
    }

    private static Probabilities answer(Path folder) {
        return answer(OnnxSettings.of("tiny", folder));
    }

    private static Probabilities answer(OnnxSettings settings) {
        try (OnnxClassifier classifier = new OnnxClassifier(settings)) {
            return classifier.classify(List.of("Profit rose in the quarter.")).get(0);
        }
    }

    private static void assertClose(List<Probabilities> actual, List<Probabilities> expected, double most) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).negative()).isCloseTo(expected.get(i).negative(), within(most));
            assertThat(actual.get(i).neutral()).isCloseTo(expected.get(i).neutral(), within(most));
            assertThat(actual.get(i).positive()).isCloseTo(expected.get(i).positive(), within(most));
        }
    }
}
