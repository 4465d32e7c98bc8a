package caravan.lake.migration.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks in a payload for what a row had and the lake has no column for; anywhere in it, but by its name. */
final class Payload {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Payload() {}

    /** The names that are not there, or with another value. */
    static List<String> lacking(String expected, String actual) throws IOException {
        JsonNode found = actual == null ? JSON.nullNode() : JSON.readTree(actual);
        List<String> lacking = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : JSON.readTree(expected).properties()) {
            if (found.findValues(entry.getKey()).stream().noneMatch(value -> isSame(entry.getValue(), value))) {
                lacking.add(entry.getKey() + "=" + entry.getValue());
            }
        }
        return lacking;
    }

    /** A number may stand as text, as NaN has to; null stands for any value. */
    private static boolean isSame(JsonNode expected, JsonNode actual) {
        if (expected.isNull()) {
            return !actual.isNull();
        }
        if (expected.isIntegralNumber()) {
            return expected.asText().equals(actual.asText());
        }
        if (expected.isNumber()) {
            return isNumber(expected.asDouble(), actual.asText());
        }
        return expected.equals(actual)
                || (expected.isTextual() && expected.asText().equalsIgnoreCase(actual.asText()));
    }

    private static boolean isNumber(double expected, String actual) {
        try {
            return Double.parseDouble(actual) == expected;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
