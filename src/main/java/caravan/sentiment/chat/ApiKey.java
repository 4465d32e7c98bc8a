package caravan.sentiment.chat;

import caravan.config.ConfigurationException;
import java.util.Map;

/** The key to an endpoint. It is shown nowhere: it has no accessor outside and does not print itself. Immutable. */
public final class ApiKey {

    private final String value;

    private ApiKey(String value) {
        this.value = value;
    }

    /**
     * @param model for messages
     * @param variable that holds the key
     * @throws ConfigurationException when the variable is missing, empty or no text that fits into a header
     */
    public static ApiKey from(Map<String, String> environment, String variable, String model) {
        String value = environment.getOrDefault(variable, "").strip();
        if (value.isEmpty()) {
            throw new ConfigurationException(
                    "Model %s: the environment variable %s, which should hold its key, is not set"
                            .formatted(model, variable));
        }
        if (!value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new ConfigurationException(
                    "Model %s: the environment variable %s holds something other than a key: blanks, or letters outside ASCII"
                            .formatted(model, variable));
        }
        return new ApiKey(value);
    }

    String value() {
        return value;
    }

    @Override
    public String toString() {
        return "...";
    }
}
