package caravan.config;

/** A setting that cannot be used; the message names the key or the file and line, and says what to do. */
public class ConfigurationException extends RuntimeException {

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
