package caravan.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Variables of the environment, each given as it is or as a file: {@code NAME_FILE} names one that holds the value of
 * {@code NAME}, as Docker and Kubernetes hand over secrets. Files are read when they are asked for. Immutable.
 */
record Environment(Map<String, String> variables) {

    private static final String FILE = "_FILE";

    /**
     * The value, without the white space around it when it comes from a file; empty when neither variable is there.
     *
     * @throws ConfigurationException when both are, or the file cannot be read
     */
    Optional<String> value(String name) {
        String value = variables.get(name);
        String file = variables.get(name + FILE);
        if (file == null) {
            return Optional.ofNullable(value);
        }
        if (value != null) {
            throw new ConfigurationException(
                    "%s and %s are both set; one of them is enough".formatted(name, name + FILE));
        }
        try {
            return Optional.of(Files.readString(Path.of(file)).strip());
        } catch (IOException | InvalidPathException e) {
            throw new ConfigurationException("%s is '%s', which cannot be read".formatted(name + FILE, file), e);
        }
    }
}
