package caravan.sentiment;

import caravan.sentiment.Finding.Label;
import java.util.Arrays;
import java.util.List;

/**
 * How often a model is right, by labels that people gave.
 *
 * @param count of texts
 * @param accuracy the share that got the given label
 * @param macroF1 the mean over the labels of the harmonic mean of precision and recall; 0 for a label that is neither
 *     given nor found
 * @param calibrationError the expected calibration error over ten bins of equal width (Guo et al. 2017): how far the
 *     likelihood that the model gives its label is from the share of labels that are right
 */
public record Accuracy(int count, double accuracy, double macroF1, double calibrationError) {

    private static final int BINS = 10;

    /** @param found for each of the sentences, in order */
    public static Accuracy of(List<LabelledSentence> given, List<Probabilities> found) {
        int count = given.size();
        if (count == 0 || found.size() != count) {
            throw new IllegalArgumentException("%d labels for %d texts".formatted(found.size(), count));
        }
        double right = 0;
        double[] binned = new double[BINS];
        for (int i = 0; i < count; i++) {
            boolean hit = given.get(i).label() == found.get(i).label();
            double confidence = found.get(i).confidence();
            right += hit ? 1 : 0;
            binned[Math.min(BINS - 1, (int) (confidence * BINS))] += (hit ? 1 : 0) - confidence;
        }
        double macroF1 = Arrays.stream(Label.values())
                .mapToDouble(label -> f1(label, given, found))
                .average()
                .orElseThrow();
        double error = Arrays.stream(binned).map(Math::abs).sum() / count;
        return new Accuracy(count, right / count, macroF1, error);
    }

    private static double f1(Label label, List<LabelledSentence> given, List<Probabilities> found) {
        int both = 0;
        int either = 0;
        for (int i = 0; i < given.size(); i++) {
            boolean wanted = given.get(i).label() == label;
            boolean said = found.get(i).label() == label;
            both += wanted && said ? 1 : 0;
            either += (wanted ? 1 : 0) + (said ? 1 : 0);
        }
        return either == 0 ? 0 : 2.0 * both / either;
    }
}
