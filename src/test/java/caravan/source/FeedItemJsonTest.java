package caravan.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnprocessableException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeedItemJsonTest {

    @Test
    void anItemIsReadAsItWasWritten() {
        FeedItem item = new FeedItem(
                "wire",
                Optional.of("7"),
                Optional.of(URI.create("https://example.com/a")),
                "A title",
                Optional.of(Instant.parse("2026-01-05T12:00:00Z")),
                Optional.empty(),
                Optional.of("<p>Summary</p>"),
                "{\"guid\":\"7\"}");
        assertThat(FeedItemJson.read(FeedItemJson.write(item))).isEqualTo(item);
    }

    @Test
    void whatIsNoItemIsRefused() {
        assertThatThrownBy(() -> FeedItemJson.read("{}".getBytes(UTF_8))).isInstanceOf(UnprocessableException.class);
    }
}
