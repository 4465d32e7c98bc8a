package caravan.sentiment;

import caravan.config.ConfigurationException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Weighs a sentence's features: one linear function per label, made probabilities by a softmax at the temperature at
 * which they are honest. Immutable.
 *
 * <p>As bytes, big-endian: the letters CVH1; the number of places (int); the temperature (double); then for negative,
 * neutral and positive a bias and as many weights as there are places (floats).
 */
final class SentimentHead {

    private static final int MAGIC = 0x43564831;
    private static final int LABELS = 3;

    private final float[] biases;
    private final float[][] weights;
    private final double temperature;

    /** @param weights of each place, for negative, neutral and positive; not to be changed by anybody any more */
    SentimentHead(float[] biases, float[][] weights, double temperature) {
        this.biases = biases;
        this.weights = weights;
        this.temperature = temperature;
    }

    /** The same weights at another temperature. */
    SentimentHead at(double other) {
        return new SentimentHead(biases, weights, other);
    }

    Probabilities probabilities(SentenceFeatures features) {
        double[] shares = new double[LABELS];
        double most = Double.NEGATIVE_INFINITY;
        for (int label = 0; label < LABELS; label++) {
            double sum = biases[label];
            float[] own = weights[label];
            for (int i = 0; i < features.count(); i++) {
                sum += own[features.place(i)] * features.value(i);
            }
            shares[label] = sum / temperature;
            most = Math.max(most, shares[label]);
        }
        double all = 0;
        for (int label = 0; label < LABELS; label++) {
            shares[label] = Math.exp(shares[label] - most);
            all += shares[label];
        }
        return new Probabilities(shares[0] / all, shares[1] / all, shares[2] / all);
    }

    void write(OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(MAGIC);
        data.writeInt(weights[0].length);
        data.writeDouble(temperature);
        for (int label = 0; label < LABELS; label++) {
            data.writeFloat(biases[label]);
            for (float weight : weights[label]) {
                data.writeFloat(weight);
            }
        }
        data.flush();
    }

    /**
     * @param name for messages
     * @throws ConfigurationException when these are not the bytes of a head for the features of this version
     */
    static SentimentHead read(InputStream in, String name) throws IOException {
        DataInputStream data = new DataInputStream(in);
        if (data.readInt() != MAGIC || data.readInt() != SentenceFeatures.SIZE) {
            throw new ConfigurationException(name + " is not a head that this version of Caravan trained");
        }
        double temperature = data.readDouble();
        float[] biases = new float[LABELS];
        float[][] weights = new float[LABELS][SentenceFeatures.SIZE];
        for (int label = 0; label < LABELS; label++) {
            biases[label] = data.readFloat();
            for (int i = 0; i < weights[label].length; i++) {
                weights[label][i] = data.readFloat();
            }
        }
        return new SentimentHead(biases, weights, temperature);
    }
}
