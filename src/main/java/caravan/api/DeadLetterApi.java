package caravan.api;

import caravan.deadletter.DeadLetter;
import caravan.deadletter.DeadLetterIndex;
import caravan.deadletter.DeadLetterJson;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** Answers {@code /api/dead-letters}. Thread-safe. */
public final class DeadLetterApi {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int USUALLY = 100;
    private static final int AT_MOST = 10_000;

    private final DeadLetterIndex index;

    public DeadLetterApi(DeadLetterIndex index) {
        this.index = index;
    }

    /**
     * The newest dead letters as a JSON array.
     *
     * @param limit a whole number; {@value #USUALLY} when null or empty
     * @throws IllegalArgumentException when it is not one, or out of range
     */
    public ArrayNode latest(String limit) {
        ArrayNode array = MAPPER.createArrayNode();
        for (DeadLetter letter : index.latest(Parameter.limit(limit, USUALLY, AT_MOST))) {
            array.add(DeadLetterJson.tree(letter));
        }
        return array;
    }
}
