package caravan.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.UnprocessableException;
import caravan.article.ArticleId;
import caravan.article.ArticleType;
import java.net.URI;
import java.time.Instant;
import java.util.List;
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
        FeedItem telling = item.with(new FeedItem.Brought(
                Optional.of(ArticleId.of("sec", "1")),
                Optional.of(ArticleType.FILING),
                List.of("AAPL"),
                Optional.of(2.5),
                Optional.of("premium"),
                true,
                Optional.of("<html></html>")));
        assertThat(FeedItemJson.read(FeedItemJson.write(telling))).isEqualTo(telling);
    }

    @Test
    void anItemOfAnEarlierVersionBroughtNothing() {
        byte[] old = "{\"source\":\"wire\",\"guid\":\"7\",\"title\":\"\",\"raw\":\"{}\"}".getBytes(UTF_8);

        assertThat(FeedItemJson.read(old).brought()).isEqualTo(FeedItem.Brought.NOTHING);
    }

    @Test
    void whatIsNoItemIsRefused() {
        assertThatThrownBy(() -> FeedItemJson.read("{}".getBytes(UTF_8))).isInstanceOf(UnprocessableException.class);
    }
}
