package caravan.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import caravan.sentiment.Finding.Label;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccuracyTest {

    private static final Probabilities GOOD = new Probabilities(0.1, 0.1, 0.8);
    private static final Probabilities BAD = new Probabilities(0.6, 0.2, 0.2);

    @Test
    void countsAsOneDoesByHand() {
        List<LabelledSentence> given = List.of(
                new LabelledSentence(Label.POSITIVE, "a"),
                new LabelledSentence(Label.NEUTRAL, "b"),
                new LabelledSentence(Label.NEGATIVE, "c"),
                new LabelledSentence(Label.NEGATIVE, "d"));

        Accuracy accuracy = Accuracy.of(given, List.of(GOOD, GOOD, BAD, BAD));

        assertThat(accuracy.count()).isEqualTo(4);
        assertThat(accuracy.accuracy()).isCloseTo(0.75, within(1e-9));
        // Of positive: precision 1/2, recall 1; of negative both 1; of neutral both 0.
        assertThat(accuracy.macroF1()).isCloseTo((2.0 / 3 + 1 + 0) / 3, within(1e-9));
        // Half of those said with 0.8 are right, all of those said with 0.6.
        assertThat(accuracy.calibrationError()).isCloseTo(0.5 * 0.3 + 0.5 * 0.4, within(1e-9));
    }

    @Test
    void refusesToMeasureNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> Accuracy.of(List.of(), List.of()));
    }
}
