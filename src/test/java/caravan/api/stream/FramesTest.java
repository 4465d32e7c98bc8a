package caravan.api.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.live.feed.Told;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FramesTest {

    private final Frames frames = new Frames();

    private String frame(String event, String json, Optional<String> id) {
        Buffer buffer = Buffer.buffer();
        frames.append(buffer, new Told(event, json, id));
        return buffer.toString(UTF_8);
    }

    @Test
    void oneEventHasOneTextAndEachListenersOwnId() {
        String json = "{\"title\":\"Zürich\"}";
        String body = "event: article\ndata: {\"title\":\"Zürich\"}\n\n";
        assertThat(frame("article", json, Optional.of("1~~"))).isEqualTo("id: 1~~\n" + body);
        assertThat(frame("article", json, Optional.of("2~~"))).isEqualTo("id: 2~~\n" + body);
        assertThat(frame("article", json, Optional.empty())).isEqualTo(body);
    }

    @Test
    void eventsThatSayTheSameAreToldByTheirOwnNames() {
        assertThat(frame("gap", new String("{}"), Optional.empty())).isEqualTo("event: gap\ndata: {}\n\n");
        assertThat(frame("skipped", new String("{}"), Optional.empty())).isEqualTo("event: skipped\ndata: {}\n\n");
    }

    @Test
    void aRoundThatIsOverLeavesNothing() {
        String json = "{}";
        frame("gap", json, Optional.empty());
        frames.forget();
        assertThat(frame("skipped", json, Optional.empty())).isEqualTo("event: skipped\ndata: {}\n\n");
    }
}
