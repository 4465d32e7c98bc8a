package caravan.sentiment;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sentiment.Finding.Label;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldBackTest {

    private static final String[] NAMES = {"ash", "birch", "cedar", "date", "elm", "fir", "gum", "hazel", "iris", "jute"
    };

    @Test
    void keepsTheShareOfEachLabelAndLosesNothing() {
        List<LabelledSentence> sentences = sentences();

        HeldBack parts = HeldBack.of(sentences, 0.2, 1);

        List<LabelledSentence> all = new ArrayList<>(parts.rest());
        all.addAll(parts.kept());
        assertThat(all).containsExactlyInAnyOrderElementsOf(sentences);
        assertThat(parts.kept())
                .filteredOn(one -> one.label() == Label.POSITIVE)
                .hasSize(10);
        assertThat(parts.kept()).filteredOn(one -> one.label() == Label.NEUTRAL).hasSize(10);
        assertThat(HeldBack.of(sentences, 0.2, 1)).isEqualTo(parts);
        assertThat(HeldBack.of(sentences, 0.2, 2)).isNotEqualTo(parts);
    }

    @Test
    void whatTellsTheSameIsOnOneSide() {
        List<LabelledSentence> sentences = new ArrayList<>(sentences());
        List<LabelledSentence> same = List.of(
                new LabelledSentence(Label.NEGATIVE, "$ACME Acme shares tumble 12% on profit warning https://t.co/a"),
                new LabelledSentence(Label.NEGATIVE, "Acme shares tumble 13% on profit warning"),
                new LabelledSentence(Label.NEGATIVE, "Acme shares tumble on a profit warning https://t.co/b"));
        sentences.addAll(same);

        for (int seed = 0; seed < 20; seed++) {
            HeldBack parts = HeldBack.of(sentences, 0.2, seed);
            assertThat(same.stream().filter(parts.kept()::contains).count()).isIn(0L, 3L);
        }
    }

    private static List<LabelledSentence> sentences() {
        List<LabelledSentence> sentences = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String one = NAMES[i / 10];
            String other = NAMES[i % 10];
            sentences.add(new LabelledSentence(
                    i % 2 == 0 ? Label.POSITIVE : Label.NEUTRAL,
                    one + " " + one + other + " " + other + one + i + "x"));
        }
        return sentences;
    }
}
