package caravan.sentiment;

import java.util.List;

/** Finds out how good or bad the news in a text is. Implementations are thread-safe. */
public interface SentimentModel {

    /** As rows and events name it, such as {@code lexicon}. */
    String name();

    /**
     * Scores a batch.
     *
     * @return one finding per text, in order
     */
    List<Finding> score(List<Passage> passages);
}
