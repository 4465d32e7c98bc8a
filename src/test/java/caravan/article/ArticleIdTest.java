package caravan.article;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class ArticleIdTest {

    private static final URI URL = URI.create("https://example.com/a");

    @Test
    void theSameUrlAlwaysHasTheSameId() {
        assertThat(ArticleId.of(URL)).isEqualTo(ArticleId.of(URI.create("https://example.com/a")));
    }

    @Test
    void anIdIsANameBasedUuid() {
        assertThat(ArticleId.of(URL).value().version()).isEqualTo(3);
    }

    @Test
    void guidsOfTwoSourcesNeverCollide() {
        assertThat(ArticleId.of("one", "7")).isNotEqualTo(ArticleId.of("two", "7"));
    }

    @Test
    void anIdIsReadBackFromItsText() {
        assertThat(ArticleId.parse(ArticleId.of(URL).toString())).isEqualTo(ArticleId.of(URL));
    }

    @Test
    void aRelativeUrlIsRefusedByName() {
        assertThatThrownBy(() -> ArticleId.of(URI.create("/a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/a");
    }
}
