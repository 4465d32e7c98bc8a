package caravan.sentiment;

import java.util.List;

/**
 * Tells good from bad news in single sentences or short passages: a transformer with its head. Thread-safe.
 *
 * <p>It throws {@link caravan.UnavailableException} where it cannot answer now.
 */
public interface SentenceClassifier extends AutoCloseable {

    /**
     * @param sentences any number; what is longer than the encoder reads is cut
     * @return one answer per sentence, in order
     */
    List<Probabilities> classify(List<String> sentences);

    /** Gives native memory back. What is being classified is finished first. */
    @Override
    void close();
}
