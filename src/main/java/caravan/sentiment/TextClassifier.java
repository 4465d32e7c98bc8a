package caravan.sentiment;

import java.util.List;

/**
 * A classifier that says how much text it reads at once, so that longer ones can be given to it in parts. Thread-safe.
 */
public interface TextClassifier extends SentenceClassifier {

    /** As rows and events name the model. */
    String name();

    /** Tells one state of the model from another of the same name. */
    String version();

    /** How many tokens of text it reads at once; what is longer is cut. */
    int room();

    /**
     * @return how many tokens each text has, in order
     * @throws caravan.UnavailableException when it cannot tell now
     */
    int[] tokens(List<String> texts);
}
