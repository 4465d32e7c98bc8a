package caravan.source;

import caravan.UnprocessableException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** Feed items as JSON, which is how a dead letter keeps one that could not become an article. Thread-safe. */
public final class FeedItemJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private FeedItemJson() {}

    /** UTF-8 JSON. */
    public static byte[] write(FeedItem item) {
        try {
            return MAPPER.writeValueAsBytes(item);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of plain values is always writable", e);
        }
    }

    /** @throws UnprocessableException when {@code json} is not what {@link #write} wrote */
    public static FeedItem read(byte[] json) {
        try {
            return MAPPER.readValue(json, FeedItem.class);
        } catch (IOException e) {
            throw new UnprocessableException("Not a feed item: " + e.getMessage(), e);
        }
    }
}
