package caravan.article;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalUrlTest {

    @ParameterizedTest
    @CsvSource({
        "HTTPS://Example.COM/News, https://example.com/News",
        "https://example.com, https://example.com/",
        "https://example.com:443/a, https://example.com/a",
        "http://example.com:80/a, http://example.com/a",
        "http://example.com:8080/a, http://example.com:8080/a",
        "https://example.com/a#comments, https://example.com/a",
        "https://example.com/a?utm_source=rss&id=7&fbclid=x, https://example.com/a?id=7",
        "https://example.com/a?utm_campaign=x, https://example.com/a",
        "https://example.com/a?b=2&a=1, https://example.com/a?b=2&a=1",
        "https://example.com/x/../a, https://example.com/a",
        "https://user:secret@example.com/a, https://example.com/a",
        "https://example.com/a b, https://example.com/a%20b",
        "https://example.com/é, https://example.com/%C3%A9",
        "https://example.com/100%, https://example.com/100%25",
        "https://example.com/a%20b, https://example.com/a%20b",
        "https://example.com/a[1], https://example.com/a%5B1%5D",
        "http://[2001:db8::1]:80/a, http://[2001:db8::1]/a",
    })
    void oneArticleHasOneSpelling(String given, String canonical) {
        assertThat(CanonicalUrl.of(given)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "a", "", "ftp://example.com/a", "file:///etc/passwd", "https:///a", "mailto:a@b.c"})
    void whatIsNoWebAddressIsRefusedByName(String url) {
        assertThatThrownBy(() -> CanonicalUrl.of(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(url);
    }

    @Property
    void aCanonicalUrlIsItsOwnCanonicalForm(@ForAll @NotBlank String path) {
        String canonical;
        try {
            canonical = CanonicalUrl.of("https://example.com/" + path).toString();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("https://example.com/");
            return;
        }
        assertThat(CanonicalUrl.of(canonical)).hasToString(canonical);
    }
}
