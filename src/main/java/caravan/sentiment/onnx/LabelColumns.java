package caravan.sentiment.onnx;

import caravan.config.ConfigurationException;
import caravan.sentiment.Finding.Label;
import caravan.sentiment.Probabilities;
import caravan.sentiment.onnx.OnnxSettings.Activation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which column of a classifier's output stands for which answer. Immutable. */
final class LabelColumns {

    private static final Map<String, Label> KNOWN = Map.of(
            "positive", Label.POSITIVE,
            "bullish", Label.POSITIVE,
            "neutral", Label.NEUTRAL,
            "negative", Label.NEGATIVE,
            "bearish", Label.NEGATIVE);

    private final List<Label> columns;
    private final Activation activation;

    /**
     * @param explained what labels mean that do not say so themselves, by name or number
     * @throws ConfigurationException when a label remains unknown, or nothing is positive or negative
     */
    LabelColumns(ModelConfig config, Map<String, Label> explained, Activation activation) {
        this.activation = activation;
        Map<String, Label> left = new HashMap<>();
        explained.forEach((label, meaning) -> left.put(label.toLowerCase(Locale.ROOT), meaning));
        List<Label> found = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (int column = 0; column < config.labels().size(); column++) {
            String label = config.labels().get(column).strip().toLowerCase(Locale.ROOT);
            Label byNumber = left.remove(Integer.toString(column));
            Label byName = left.remove(label);
            Label meaning = byName != null ? byName : byNumber != null ? byNumber : KNOWN.get(label);
            if (meaning == null) {
                unknown.add(config.labels().get(column));
            }
            found.add(meaning);
        }
        if (!unknown.isEmpty()) {
            throw new ConfigurationException(
                    "%s: id2label has %s, which is neither positive, neutral nor negative; say in labels what it means"
                            .formatted(config.file(), unknown));
        }
        if (!left.isEmpty()) {
            throw new ConfigurationException("%s: labels explains %s, but id2label has only %s"
                    .formatted(config.file(), left.keySet(), config.labels()));
        }
        if (!found.contains(Label.POSITIVE) || !found.contains(Label.NEGATIVE)) {
            throw new ConfigurationException("%s: of the labels %s none is %s"
                    .formatted(
                            config.file(), config.labels(), found.contains(Label.POSITIVE) ? "negative" : "positive"));
        }
        columns = List.copyOf(found);
    }

    int count() {
        return columns.size();
    }

    /**
     * What the model answered. Labels of one meaning are added up; where none means neutral, its share is 0.
     *
     * @param logits one per column
     * @throws IllegalArgumentException when one is not a finite number
     */
    Probabilities probabilities(float[] logits) {
        double[] shares = new double[logits.length];
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logits.length; i++) {
            if (!Float.isFinite(logits[i])) {
                throw new IllegalArgumentException("the output is " + logits[i]);
            }
            shares[i] = activation == Activation.SIGMOID ? -softplus(-logits[i]) : logits[i];
            most = Math.max(most, shares[i]);
        }
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.exp(shares[i] - most);
            sum += shares[i];
        }
        Map<Label, Double> answers = new EnumMap<>(Label.class);
        for (int i = 0; i < shares.length; i++) {
            answers.merge(columns.get(i), shares[i] / sum, Double::sum);
        }
        return new Probabilities(
                share(answers, Label.NEGATIVE), share(answers, Label.NEUTRAL), share(answers, Label.POSITIVE));
    }

    private static double share(Map<Label, Double> answers, Label label) {
        return Math.min(1, answers.getOrDefault(label, 0.0));
    }

    /** ln(1 + e^x), whose negative at -x is the logarithm of the logistic function; finite for every x. */
    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
