package caravan.sentiment;

import java.util.List;
import java.util.Map;

/** Finds out how good or bad the news in a text is. Implementations are thread-safe. */
public interface SentimentModel extends AutoCloseable {

    /** As rows and events name it, such as {@code lexicon}. */
    String name();

    /** Tells one state of the model from another of the same name: what it was trained on, or the name a server uses. */
    String version();

    /**
     * Scores a batch.
     *
     * @return one finding per text, in order
     */
    List<Finding> score(List<Passage> passages);

    /** What it has used since the start, by name, such as {@code input_tokens}: sums that only grow, always the same names. */
    default Map<String, Double> used() {
        return Map.of();
    }

    /** Gives back what it holds outside the heap. */
    @Override
    default void close() {}
}
