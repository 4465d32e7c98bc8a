package caravan.sentiment;

import caravan.onnx.OnnxTransformer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How fast the built-in transformer classifies, beside the bare runtime on the same tokens in the same batches, turn by
 * turn, so that whatever else the machine does troubles both alike. One thread.
 *
 * @param sentencesPerSecond the median over the rounds; tokenisation, features and head included
 * @param bareSentencesPerSecond the same of ONNX Runtime alone
 * @param ratio the median of the rounds' ratios
 */
public record TransformerSpeed(double sentencesPerSecond, double bareSentencesPerSecond, double ratio) {

    /** @param rounds from 1 */
    public static TransformerSpeed of(List<String> sentences, int rounds) {
        List<Double> whole = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        try (TransformerClassifier classifier = TransformerClassifier.shipped(1);
                OnnxTransformer encoder = TransformerClassifier.encoder(1)) {
            List<long[]> tokens =
                    encoder.encode(sentences.stream().map(PlainText::of).toList());
            classifier.classify(sentences);
            for (int round = 0; round < rounds; round++) {
                double classified = perSecond(sentences.size(), () -> classifier.classify(sentences));
                double run = perSecond(sentences.size(), () -> encoder.runTokens(tokens, (text, output) -> text));
                whole.add(classified);
                bare.add(run);
                ratios.add(classified / run);
            }
        }
        return new TransformerSpeed(median(whole), median(bare), median(ratios));
    }

    private static double perSecond(int count, Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return count * 1e9 / (System.nanoTime() - begun);
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }
}
