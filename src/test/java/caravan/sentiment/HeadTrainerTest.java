package caravan.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import caravan.config.ConfigurationException;
import caravan.onnx.OnnxTransformer;
import caravan.sentiment.Finding.Label;
import caravan.sentiment.HeadTrainer.Example;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadTrainerTest {

    private static final List<Label> LABELS = List.of(Label.POSITIVE, Label.NEUTRAL, Label.NEGATIVE);

    private final SentenceReader lexicon = new SentenceReader(Lexicon.shipped());

    @Test
    void theSameExamplesAndSeedMakeTheSameBytes() throws IOException {
        List<Example> examples = examples(90);

        byte[] first = bytes(new HeadTrainer(7).train(examples, List.of()));

        assertThat(bytes(new HeadTrainer(7).train(examples, List.of()))).isEqualTo(first);
        assertThat(bytes(new HeadTrainer(8).train(examples, List.of()))).isNotEqualTo(first);
    }

    @Test
    void learnsWhatTheEncoderTellsApart() {
        SentimentHead head = new HeadTrainer(1).train(examples(240), List.of());

        List<Example> unseen = examples(300).subList(240, 300);
        assertThat(unseen.stream()
                        .filter(example ->
                                head.probabilities(example.features()).label() == example.label()))
                .hasSizeGreaterThan(50);
    }

    @Test
    void aHeadIsReadAsItWasWritten() throws IOException {
        SentimentHead head = new HeadTrainer(1).train(examples(60), List.of());

        SentimentHead read = SentimentHead.read(new ByteArrayInputStream(bytes(head)), "head");

        SentenceFeatures features = examples(1).get(0).features();
        assertThat(read.probabilities(features)).isEqualTo(head.probabilities(features));
    }

    @Test
    void whatIsNoHeadIsRefusedByItsName() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> SentimentHead.read(new ByteArrayInputStream(new byte[100]), "my.bin"))
                .withMessageContaining("my.bin");
    }

    /** Each label has a place of the vector in which its examples stand out. */
    private List<Example> examples(int count) {
        Random random = new Random(3);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int place = i % 3;
            float[] values = new float[SentenceFeatures.WIDTH];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) random.nextGaussian() * 0.1f;
            }
            values[place] += 3;
            examples.add(new Example(
                    SentenceFeatures.of(
                            "Something.", new OnnxTransformer.Output(values, 1, SentenceFeatures.WIDTH), lexicon),
                    LABELS.get(place)));
        }
        return examples;
    }

    private static byte[] bytes(SentimentHead head) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        head.write(out);
        return out.toByteArray();
    }
}
