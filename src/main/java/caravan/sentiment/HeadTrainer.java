package caravan.sentiment;

import caravan.sentiment.Finding.Label;
import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Learns a head from labelled features: logistic regression by liblinear, one label against the others, and a
 * temperature from a tenth of the examples that it leaves out. The same examples and seed make the same head.
 */
final class HeadTrainer {

    /** A sentence's features and the label that a person gave it. */
    record Example(SentenceFeatures features, Label label) {}

    /** How much the encoder's values, brought to a deviation of 1, may say beside the others. */
    private static final double ENCODED_SCALE = 0.05;

    private static final double COST = 1;
    private static final double PRECISION = 0.01;
    private static final double CALIBRATED = 0.1;
    private static final double LOWEST_TEMPERATURE = 0.1;
    private static final double HIGHEST_TEMPERATURE = 5;
    private static final int STEPS = 200;

    private final long seed;

    HeadTrainer(long seed) {
        this.seed = seed;
    }

    /**
     * @param typical of what the head will read; some are used for the temperature
     * @param more of another kind, used for the weights only
     */
    SentimentHead train(List<Example> typical, List<Example> more) {
        List<Example> shuffled = new ArrayList<>(typical);
        Collections.shuffle(shuffled, new Random(seed));
        int left = (int) (CALIBRATED * shuffled.size());
        List<Example> learnt = new ArrayList<>(shuffled.subList(left, shuffled.size()));
        learnt.addAll(more);
        SentimentHead head = weigh(learnt);
        return head.at(temperature(head, shuffled.subList(0, left)));
    }

    private static SentimentHead weigh(List<Example> examples) {
        double[] mean = new double[SentenceFeatures.ENCODED];
        double[] scale = new double[SentenceFeatures.ENCODED];
        measure(examples, mean, scale);
        Linear.disableDebugOutput();
        Problem problem = new Problem();
        problem.l = examples.size();
        problem.n = SentenceFeatures.SIZE + 1;
        problem.bias = -1;
        problem.x = examples.stream()
                .map(example -> nodes(example.features(), mean, scale))
                .toArray(Feature[][]::new);
        problem.y = examples.stream()
                .mapToDouble(example -> column(example.label()))
                .toArray();
        Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, COST, PRECISION));
        return head(model, mean, scale);
    }

    private static void measure(List<Example> examples, double[] mean, double[] scale) {
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            double squares = 0;
            for (Example example : examples) {
                double value = example.features().value(i);
                sum += value;
                squares += value * value;
            }
            mean[i] = sum / examples.size();
            double variance = squares / examples.size() - mean[i] * mean[i];
            scale[i] = variance > 0 ? ENCODED_SCALE / Math.sqrt(variance) : 0;
        }
    }

    private static Feature[] nodes(SentenceFeatures features, double[] mean, double[] scale) {
        Feature[] nodes = new Feature[features.count() + 1];
        for (int i = 0; i < features.count(); i++) {
            double value = features.value(i);
            nodes[i] = new FeatureNode(features.place(i) + 1, i < mean.length ? (value - mean[i]) * scale[i] : value);
        }
        nodes[features.count()] = new FeatureNode(SentenceFeatures.SIZE + 1, 1);
        return nodes;
    }

    /** What was scaled for the training is scaled in the weights, so that the head takes features as they are. */
    private static SentimentHead head(Model model, double[] mean, double[] scale) {
        int labels = Label.values().length;
        float[] biases = new float[labels];
        float[][] weights = new float[labels][SentenceFeatures.SIZE];
        double[] learnt = model.getFeatureWeights();
        int[] order = model.getLabels();
        if (order.length != labels) {
            throw new IllegalArgumentException("There must be examples of each of the %d labels".formatted(labels));
        }
        for (int column = 0; column < labels; column++) {
            int label = order[column];
            double bias = learnt[SentenceFeatures.SIZE * labels + column];
            for (int i = 0; i < SentenceFeatures.SIZE; i++) {
                double weight = learnt[i * labels + column];
                if (i < mean.length) {
                    weight *= scale[i];
                    bias -= weight * mean[i];
                }
                weights[label][i] = (float) weight;
            }
            biases[label] = (float) bias;
        }
        return new SentimentHead(biases, weights, 1);
    }

    /** That at which the labels that people gave were the least surprise. */
    private static double temperature(SentimentHead head, List<Example> examples) {
        double best = 1;
        double least = Double.POSITIVE_INFINITY;
        double step = Math.pow(HIGHEST_TEMPERATURE / LOWEST_TEMPERATURE, 1.0 / STEPS);
        double temperature = LOWEST_TEMPERATURE;
        for (int i = 0; i <= STEPS; i++, temperature *= step) {
            SentimentHead at = head.at(temperature);
            double surprise = examples.stream()
                    .mapToDouble(example ->
                            -Math.log(Math.max(1e-12, of(at.probabilities(example.features()), example.label()))))
                    .sum();
            if (surprise < least) {
                least = surprise;
                best = temperature;
            }
        }
        return best;
    }

    private static double of(Probabilities probabilities, Label label) {
        return switch (label) {
            case NEGATIVE -> probabilities.negative();
            case NEUTRAL -> probabilities.neutral();
            case POSITIVE -> probabilities.positive();
        };
    }

    private static int column(Label label) {
        return switch (label) {
            case NEGATIVE -> 0;
            case NEUTRAL -> 1;
            case POSITIVE -> 2;
        };
    }
}
