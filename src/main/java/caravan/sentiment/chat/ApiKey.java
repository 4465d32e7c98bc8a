package caravan.sentiment.chat;

import caravan.config.ConfigurationException;

/** The key to an endpoint. It is shown nowhere: it has no accessor outside and does not print itself. Immutable. */
public final class ApiKey {

    private final String value;

    private ApiKey(String value) {
        this.value = value;
    }

    /**
     * @param value as the environment has it
     * @param model for messages
     * @throws ConfigurationException when it is empty, or no text that fits into a header; the message does not show it
     */
    public static ApiKey of(String value, String model) {
        String key = value.strip();
        if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new ConfigurationException("Model %s: api_key is %s"
                    .formatted(model, key.isEmpty() ? "empty" : "no key: it has blanks, or letters outside ASCII"));
        }
        return new ApiKey(key);
    }

    String value() {
        return value;
    }

    @Override
    public String toString() {
        return "...";
    }
}
