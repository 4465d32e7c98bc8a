package caravan.sentiment.chat;

import caravan.sentiment.Passage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a chat model is told. The instructions are the system message, always the same; the article is data: one JSON
 * object between two lines of the user message, which nothing in it can spell, for {@code <} and {@code >} are escaped in
 * it. Immutable.
 */
final class Prompt {

    private static final String FOLDER = "/sentiment/";
    private static final String PLACE = "{{article}}";

    /** The share of a text that is too long which is kept of its beginning; the rest is of its end. */
    private static final double HEAD = 0.75;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String system = resource("chat-system.txt");
    private final String schema = resource("chat-reply-schema.json");
    private final String before;
    private final String after;
    private final int maxCharacters;

    /** @param maxCharacters of title and text together */
    Prompt(int maxCharacters) {
        this.maxCharacters = maxCharacters;
        String user = resource("chat-user.txt");
        int place = user.indexOf(PLACE);
        before = user.substring(0, place);
        after = user.substring(place + PLACE.length());
    }

    List<ChatMessage> messages(Passage passage) {
        return List.of(SystemMessage.from(system), UserMessage.from(before + data(passage) + after));
    }

    /** The form of an answer as a JSON schema. */
    String schema() {
        return schema;
    }

    /** All of it that is the same for every article. */
    String fixed() {
        return system + before + after + schema;
    }

    private String data(Passage passage) {
        String title = shortened(passage.title(), maxCharacters / 4);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("tickers", passage.tickers());
        data.put("title", title);
        data.put("text", shortened(passage.text(), maxCharacters - title.length()));
        try {
            return JSON.writeValueAsString(data).replace("<", "\\u003c").replace(">", "\\u003e");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Strings can be written as JSON", e);
        }
    }

    private static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int head = whole(text, (int) (most * HEAD));
        int tail = whole(text, text.length() - (most - head));
        return "%s [... %d characters are left out here ...] %s"
                .formatted(text.substring(0, head), tail - head, text.substring(tail));
    }

    /** Does not part a pair of surrogates. */
    private static int whole(String text, int at) {
        return Character.isLowSurrogate(text.charAt(at)) ? at + 1 : at;
    }

    private static String resource(String name) {
        try (InputStream in = Prompt.class.getResourceAsStream(FOLDER + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + FOLDER + name, e);
        }
    }
}
