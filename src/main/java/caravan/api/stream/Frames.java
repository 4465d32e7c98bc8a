package caravan.api.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import caravan.live.feed.Told;
import io.vertx.core.buffer.Buffer;
import java.util.IdentityHashMap;

/**
 * Server-sent events as bytes. What many listeners are told in one round is one and the same text, and is encoded once;
 * only their ids differ. Used by one event loop.
 */
final class Frames {

    private final IdentityHashMap<String, byte[]> encoded = new IdentityHashMap<>();

    void append(Buffer buffer, Told told) {
        told.id().ifPresent(id -> buffer.appendBytes(("id: " + id + '\n').getBytes(UTF_8)));
        buffer.appendBytes(encoded.computeIfAbsent(told.json(), json -> encode(told.event(), json)));
    }

    /** To be called after each round: its texts are not told again. */
    void forget() {
        encoded.clear();
    }

    private static byte[] encode(String event, String json) {
        return ("event: " + event + "\ndata: " + json + "\n\n").getBytes(UTF_8);
    }
}
