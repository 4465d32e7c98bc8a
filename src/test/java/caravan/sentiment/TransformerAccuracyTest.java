package caravan.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often the shipped head is right on what it was not trained on. */
class TransformerAccuracyTest {

    private static final Logger LOG = LoggerFactory.getLogger(TransformerAccuracyTest.class);
    private static final Path HEADLINES =
            Path.of(System.getProperty("shared", "../shared/data")).resolve("sentiment/twitter-financial-news.csv");
    private static final TransformerClassifier CLASSIFIER = TransformerClassifier.shipped(1);
    private static final int MEASURED = 480;

    @AfterAll
    static void close() {
        CLASSIFIER.close();
    }

    @Test
    void heldBackHeadlinesGetTheLabelAPersonGave() {
        assumeThat(HEADLINES).as("labelled headlines").exists();
        List<LabelledSentence> kept =
                HeldBack.of(LabelledSentence.read(HEADLINES), 0.2, 1).kept();
        int step = kept.size() / MEASURED;
        List<LabelledSentence> some = IntStream.range(0, kept.size())
                .filter(i -> i % step == 0)
                .mapToObj(kept::get)
                .toList();

        Accuracy accuracy = measure(some);

        assertThat(accuracy.accuracy()).isGreaterThan(0.83);
        assertThat(accuracy.macroF1()).isGreaterThan(0.77);
        assertThat(accuracy.calibrationError()).isLessThan(0.05);
    }

    @Test
    void ownSentencesGetTheirLabelsMoreOftenThanByTheLexicon() {
        Accuracy accuracy = measure(LabelledSentence.forTests());

        assertThat(accuracy.count()).isEqualTo(300);
        assertThat(accuracy.accuracy()).isGreaterThan(0.72);
        assertThat(accuracy.macroF1()).isGreaterThan(0.71);
    }

    @Test
    void nothingThatIsMeasuredOnIsTrainedOn() {
        Set<String> trained = new HashSet<>();
        LabelledSentence.forTraining().forEach(sentence -> trained.add(sentence.text()));

        assertThat(LabelledSentence.forTests())
                .extracting(LabelledSentence::text)
                .doesNotContainAnyElementsOf(trained);
    }

    private static Accuracy measure(List<LabelledSentence> sentences) {
        Accuracy accuracy = Accuracy.of(
                sentences,
                CLASSIFIER.classify(
                        sentences.stream().map(LabelledSentence::text).toList()));
        LOG.info("{}", accuracy);
        return accuracy;
    }
}
