package caravan.source;

import caravan.UnprocessableException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON as servers send it: with a guard before it, wrapped in a call, with line breaks in strings, with a comma too many,
 * or cut short.
 *
 * @param tree as far as it could be read; the object in which it broke off is left out where it stands in an array
 * @param problem why it ends where it does; empty when it was read to its end
 */
record LenientJson(JsonNode tree, Optional<String> problem) {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final Pattern GUARD = Pattern.compile("^(?:\\)\\]\\}'?,?|while\\s*\\(1\\);?|for\\s*\\(;;\\);?)\\s*");
    private static final Pattern CALL =
            Pattern.compile("(?s)^[\\w$.]{1,80}\\s*\\(\\s*([\\[{].*[\\]}])\\s*\\)\\s*;?\\s*$");

    /** Whether {@code text} is meant to be JSON. */
    static boolean isMeant(String text) {
        String json = unwrapped(text);
        return !json.isEmpty() && (json.charAt(0) == '{' || json.charAt(0) == '[');
    }

    /** @throws UnprocessableException when nothing of it can be read */
    static LenientJson read(String text) {
        String json = unwrapped(text);
        try {
            return new LenientJson(MAPPER.readTree(json), Optional.empty());
        } catch (JsonProcessingException e) {
            String problem = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
            return new LenientJson(beginning(json, problem, e), Optional.of(problem));
        }
    }

    private static String unwrapped(String text) {
        String json = GUARD.matcher(text.strip()).replaceFirst("");
        Matcher call = CALL.matcher(json);
        return call.matches() ? call.group(1) : json;
    }

    /** The document with everything that is complete, closed where it breaks off. */
    private static JsonNode beginning(String json, String problem, JsonProcessingException why) {
        Deque<JsonNode> open = new ArrayDeque<>();
        try (JsonParser parser = MAPPER.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    continue;
                }
                if (token.isStructEnd()) {
                    JsonNode closed = open.pop();
                    if (open.isEmpty()) {
                        return closed;
                    }
                    continue;
                }
                JsonNode value = token == JsonToken.START_OBJECT
                        ? MAPPER.createObjectNode()
                        : token == JsonToken.START_ARRAY ? MAPPER.createArrayNode() : scalar(parser, token);
                if (!open.isEmpty()) {
                    add(open.peek(), parser.currentName(), value);
                }
                if (token.isStructStart()) {
                    open.push(value);
                }
            }
        } catch (IOException e) {
            return closed(open, problem, why);
        }
        return closed(open, problem, why);
    }

    private static JsonNode scalar(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_NUMBER_INT -> MAPPER.getNodeFactory().numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> MAPPER.getNodeFactory().numberNode(parser.getDoubleValue());
            case VALUE_TRUE, VALUE_FALSE -> MAPPER.getNodeFactory().booleanNode(token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> MAPPER.getNodeFactory().nullNode();
            default -> MAPPER.getNodeFactory().textNode(parser.getText());
        };
    }

    private static void add(JsonNode container, String name, JsonNode value) {
        if (container instanceof ObjectNode object) {
            object.set(name, value);
        } else if (container instanceof ArrayNode array) {
            array.add(value);
        }
    }

    private static JsonNode closed(Deque<JsonNode> open, String problem, JsonProcessingException why) {
        if (open.isEmpty()) {
            throw new UnprocessableException("it begins like JSON and is not: " + problem, why);
        }
        // The outermost object that is an array's item is the one that is not complete.
        JsonNode root = open.peekLast();
        JsonNode outer = null;
        for (var from = open.descendingIterator(); from.hasNext(); ) {
            JsonNode at = from.next();
            if (outer instanceof ArrayNode array && at.isObject()) {
                array.remove(array.size() - 1);
                break;
            }
            outer = at;
        }
        return root;
    }
}
