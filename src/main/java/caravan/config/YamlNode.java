package caravan.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A YAML document that still knows the line of everything in it, so that a complaint can say where to look. */
public sealed interface YamlNode {

    /** Where it begins, counted from 1. */
    int line();

    /** A single value, as it is written but for quotes; empty for null. */
    record Scalar(int line, String text) implements YamlNode {}

    record Sequence(int line, List<YamlNode> items) implements YamlNode {}

    record Mapping(int line, Map<String, Field> fields) implements YamlNode {}

    /** @param line of the key */
    record Field(int line, YamlNode value) {}

    /** What is wrong with a document, and at which line. */
    final class InvalidYamlException extends Exception {

        private final int line;

        InvalidYamlException(int line, String message) {
            super(message);
            this.line = line;
        }

        public int line() {
            return line;
        }
    }

    /** @throws InvalidYamlException at the first thing that is not YAML, a field that is given twice, or an alias */
    static YamlNode read(String yaml) throws InvalidYamlException {
        try (JsonParser parser = new YAMLFactory().createParser(yaml)) {
            return parser.nextToken() == null ? new Mapping(1, Map.of()) : node((YAMLParser) parser);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String message = Objects.requireNonNullElse(e.getOriginalMessage(), "unreadable");
            throw new InvalidYamlException(
                    at == null ? 1 : at.getLineNr(),
                    "not YAML: " + message.lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new IllegalStateException("A string is always readable", e);
        }
    }

    private static YamlNode node(YAMLParser parser) throws IOException, InvalidYamlException {
        int line = line(parser);
        JsonToken token = parser.currentToken();
        if (parser.isCurrentAlias()) {
            throw new InvalidYamlException(line, "aliases (*name) are not supported: write the value out");
        }
        if (token == JsonToken.START_OBJECT) {
            Map<String, Field> fields = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                int keyLine = line(parser);
                parser.nextToken();
                if (fields.put(name, new Field(keyLine, node(parser))) != null) {
                    throw new InvalidYamlException(keyLine, "field '%s' is given twice".formatted(name));
                }
            }
            return new Mapping(line, fields);
        }
        if (token == JsonToken.START_ARRAY) {
            List<YamlNode> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(node(parser));
            }
            return new Sequence(line, items);
        }
        return new Scalar(
                line, token == JsonToken.VALUE_NULL ? "" : parser.getText().strip());
    }

    private static int line(YAMLParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
